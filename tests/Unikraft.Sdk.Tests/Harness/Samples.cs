namespace Unikraft.Sdk.Tests.Harness;

/// <summary>Small projects many tests start from.</summary>
internal static class Samples
{
    private static readonly Lazy<Task<TestProject>> Built = new(static async () =>
    {
        var app = await ApplicationAsync("built");
        (await app.Run("build", $"-bl:{app.BinaryLog}")).Succeeded();
        return app;
    });

    /// <summary>An application with two files and a header; <c>main</c> returns 7.</summary>
    public static async Task<TestProject> ApplicationAsync(string name = "app") => (await PackedSdk.GetAsync()).Project(name)
        .Body("""
              <ItemGroup>
                <UkSelect Include="LIBNOLIBC" />
              </ItemGroup>
            """)
        .Write("main.c", """
            #include <stdio.h>
            #include "answer.h"

            int main(void)
            {
                printf("the answer is %d\n", answer());
                return ANSWER_STATUS;
            }

            """)
        .Write("answer.c", """
            #include "answer.h"

            int answer(void)
            {
                return 42;
            }

            """)
        .Write("answer.h", """
            #define ANSWER_STATUS 7
            int answer(void);

            """);

    /// <summary>The same application, built once for all tests that change nothing of it.</summary>
    public static Task<TestProject> BuiltApplicationAsync() => Built.Value;

    /// <summary>A library with one function, in a folder beside an application.</summary>
    public static TestProject Library(TestProject application, string name, string body = "") => application.Sibling(name)
        .Body($"""
              <PropertyGroup>
                <OutputType>Library</OutputType>
              </PropertyGroup>
              <ItemGroup>
                <UkInclude Include="include" />
              </ItemGroup>
            {body}
            """)
        .Write($"src/{name}.c", $"#include <{name}.h>\n\nint {name}(void)\n{{\n    return 1;\n}}\n")
        .Write($"include/{name}.h", $"int {name}(void);\n");
}
