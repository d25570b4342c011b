using System.Globalization;
using Microsoft.Build.Framework;
using Unikraft.Build.Images;
using Unikraft.Build.Makefiles;

namespace Unikraft.Sdk.Tasks;

/// <summary>
/// Writes the size of an image by microlibrary and section, and keeps the size of the one before. Runs after each build that changed the image.
/// </summary>
public sealed class MeasureImage : UkTask
{
    /// <summary>Gets or sets the image in make's folder, absolute; its map lies beside it.</summary>
    [Required]
    public string Image { get; set; } = "";

    /// <summary>Gets or sets the file that takes the sizes, for programs and for the next comparison. The text goes beside it, with the suffix .txt.</summary>
    [Required]
    public string SizeFile { get; set; } = "";

    /// <summary>Gets or sets the file that takes half a line about the image.</summary>
    [Required]
    public string SummaryFile { get; set; } = "";

    private string PreviousFile => Path.ChangeExtension(SizeFile, ".previous.json");

    private string TextFile => Path.ChangeExtension(SizeFile, ".txt");

    /// <inheritdoc />
    protected override Task RunAsync()
    {
        // Other cores write no map. Their images have a size all the same.
        if (!File.Exists($"{Image}.map"))
        {
            File.Delete(SizeFile);
            Write(SummaryFile, string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(Image).Length:N0} bytes"));
            return Task.CompletedTask;
        }

        if (Unwrap(ImageSize.Measure(Image, $"{Image}.map")) is not { } size)
            return Task.CompletedTask;
        if (File.Exists(SizeFile) && File.ReadAllText(SizeFile) != size.ToJson())
            File.Move(SizeFile, PreviousFile, overwrite: true);
        Write(SizeFile, size.ToJson());
        Write(TextFile, ImageSizeTable.Write(size, ImageSize.Read(PreviousFile)));
        Write(SummaryFile, size.Summary());
        return Task.CompletedTask;
    }

    private void Write(string file, string text) => Report(GeneratedFiles.WriteIfChanged(file, text).Diagnostics);
}
