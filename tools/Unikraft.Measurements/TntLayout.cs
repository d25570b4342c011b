namespace Unikraft.Measurements;

/// <summary>How a trace of warts with flag 0x80 is understood; the layout of TNT of 2018 uses hop parameters that got another meaning later.</summary>
public enum TntLayout
{
    /// <summary>As of 2018 when each hop fits that layout to the byte and has a position, else as of today.</summary>
    Automatic,

    /// <summary>As of today.</summary>
    Current,

    /// <summary>As of 2018.</summary>
    Tnt2018,
}
