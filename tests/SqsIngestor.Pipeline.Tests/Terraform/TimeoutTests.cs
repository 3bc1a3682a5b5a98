using System.Globalization;
using System.Text.RegularExpressions;

namespace SqsIngestor.Pipeline.Tests.Terraform;

/// <summary>Terraform accepts only timeouts that the program's own times fit into.</summary>
public partial class TimeoutTests
{
    [Fact]
    public void Timeout_TheShortest_LeavesTimeForAnAckAndForARepeatedStart()
    {
        var shortest = Shortest();

        Assert.True(FunctionHost.BatchTime(TimeSpan.FromSeconds(shortest)) >= FunctionHost.AckTimeout);
        Assert.True(FunctionHost.BatchTime(TimeSpan.FromSeconds(shortest)) >= FunctionHost.InitTime);
    }

    [Fact]
    public void Timeout_BelowTheShortest_IsTooShortForAnAck() =>
        Assert.True(FunctionHost.BatchTime(TimeSpan.FromSeconds(Shortest() - 1)) < FunctionHost.AckTimeout);

    private static int Shortest() => int.Parse(
        Minimum().Match(TerraformFiles.Read("modules", "pipeline", "variables_delivery.tf")).Groups["seconds"].Value,
        CultureInfo.InvariantCulture);

    [GeneratedRegex("var\\.timeout_seconds >= (?<seconds>[0-9]+)")]
    private static partial Regex Minimum();
}
