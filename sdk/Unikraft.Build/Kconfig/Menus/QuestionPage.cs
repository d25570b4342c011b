namespace Unikraft.Build.Kconfig;

/// <summary>A question that y or n answers.</summary>
internal sealed class QuestionPage(string question, Action<bool> answer) : IMenuPage
{
    public string Title => question;

    public string Keys => "y yes  n no";

    public IMenuPage? Press(ConsoleKeyInfo key)
    {
        if (key.KeyChar is not ('y' or 'n') && key.Key != ConsoleKey.Escape)
            return this;
        answer(key.KeyChar == 'y');
        return null;
    }

    public IReadOnlyList<ScreenLine> Lines(int width, int height) => [];
}
