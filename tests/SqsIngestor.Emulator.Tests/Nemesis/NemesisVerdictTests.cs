using SqsIngestor.Emulator.Nemesis;

namespace SqsIngestor.Emulator.Tests.Nemesis;

public sealed class NemesisVerdictTests
{
    private static readonly Violation Loss = new(DeliveryLaw.NoLoss, "a row is missing");

    [Fact]
    public void ToString_EveryLawWasTested_SaysThatAllWereKept() => AssertLast("every law was kept", Verdict());

    [Fact]
    public void ToString_SomeLawsWereNotTested_NamesThem() => AssertLast(
        "no law was violated; not tested: NoNeighborWaits, Order", Verdict(DeliveryLaw.NoNeighborWaits, DeliveryLaw.Order));

    [Fact]
    public void ToString_Violation_ShowsTheCommand() =>
        AssertLast("to repeat: run it", Verdict() with { Violations = [Loss], Command = "run it" });

    [Fact]
    public void ToString_ViolationWithoutACommand_ShowsNone() =>
        AssertLast("  a row is missing", Verdict() with { Violations = [Loss] });

    [Fact]
    public void ToString_ViolationWithALog_ShowsItBelowTheEvidence() =>
        AssertLast("    p0.1 1.000 returned", Verdict() with { Violations = [Loss with { Log = ["p0.1 1.000 returned"] }] });

    private static void AssertLast(string line, NemesisVerdict verdict) =>
        Assert.Equal(line, verdict.ToString().TrimEnd().Split('\n')[^1].TrimEnd('\r'));

    private static NemesisVerdict Verdict(params DeliveryLaw[] untested) => new()
    {
        Violations = [],
        Checks = Enum.GetValues<DeliveryLaw>().Except(untested).ToDictionary(law => law, _ => 1),
        Counts = [],
        Seed = 7,
        Configuration = "a history",
    };
}
