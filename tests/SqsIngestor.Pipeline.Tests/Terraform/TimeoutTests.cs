using System.Globalization;
using System.Text.RegularExpressions;

namespace SqsIngestor.Pipeline.Tests.Terraform;

/// <summary>Terraform accepts only timeouts that the program's own times fit into.</summary>
public partial class TimeoutTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Lambda repeats a start that failed within an invocation, where the timeout of the function ends it.</summary>
    [Fact]
    public void Timeout_TheShortest_LeavesTimeForARepeatedStart()
    {
        Assert.True(FunctionHost.BatchTime(Shortest()) >= FunctionHost.InitTime);
        Assert.True(FunctionHost.BatchTime(Shortest() - Second) < FunctionHost.InitTime);
    }

    [Fact]
    public void Timeout_TheShortest_LeavesTimeToReplaceAConnectionTwice() =>
        Assert.True(2 * FunctionHost.AckTime(Shortest()) < FunctionHost.BatchTime(Shortest()));

    private static TimeSpan Shortest() => TimeSpan.FromSeconds(int.Parse(
        Minimum().Match(TerraformFiles.Read("modules", "pipeline", "variables_delivery.tf")).Groups["seconds"].Value,
        CultureInfo.InvariantCulture));

    [GeneratedRegex("var\\.timeout_seconds >= (?<seconds>[0-9]+)")]
    private static partial Regex Minimum();
}
