using System.Text.RegularExpressions;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Architecture.Tests;

/// <summary>What is not in the solution is not built, and its tests do not run.</summary>
public sealed partial class SolutionTests
{
    /// <summary>Their packages are not served by every feed; <c>.ci/run</c> builds them where they are.</summary>
    private static readonly string[] Outside =
    [
        "src/SqsIngestor.Lambda.Managed/SqsIngestor.Lambda.Managed.csproj",
        "tests/SqsIngestor.Lambda.Managed.Tests/SqsIngestor.Lambda.Managed.Tests.csproj",
        "tests/SqsIngestor.Verify.Tests/SqsIngestor.Verify.Tests.csproj",
    ];

    [Fact]
    public void Solution_HasEveryProject() => Assert.Equal(Solution.Files.Except(Outside), Solution.Projects);

    /// <summary>xunit 2 disposes a class of tests by IDisposable and IAsyncLifetime, and ignores IAsyncDisposable.</summary>
    [Fact]
    public void Classes_OfTests_AreDisposedAsXunitDoes()
    {
        var ignored =
            from file in Directory.EnumerateFiles(RepositoryFiles.PathOf("tests"), "*Tests.cs", SearchOption.AllDirectories)
            let text = File.ReadAllText(file)
            where AsyncDisposable().IsMatch(text) && !text.Contains("IAsyncLifetime", StringComparison.Ordinal)
            select $"{Path.GetFileName(file)} is IAsyncDisposable, which xunit does not call. Implement IAsyncLifetime too.";

        Assert.True(!ignored.Any(), string.Join('\n', ignored));
    }

    [GeneratedRegex(@"class \w+Tests\b[^{]*\bIAsyncDisposable\b")]
    private static partial Regex AsyncDisposable();
}
