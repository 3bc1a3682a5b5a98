using SqsIngestor.Emulator.Nemesis.Recording;

namespace SqsIngestor.Emulator.Tests.Nemesis.Recording;

public sealed class WarningsTests
{
    private const string Id = "7aa21b61-129f-47a7-89b4-99fc893043cf";

    [Theory]
    [InlineData("WARN", 1)]
    [InlineData("ERROR", 1)]
    [InlineData("INFO", 0)]
    public void About_ALineOfTheMessage_IsKeptIfItIsAWarningOrAnError(string level, int kept)
    {
        var warnings = new Warnings();

        warnings.Add("p0.1", TimeSpan.FromSeconds(1.5), $$"""{"level":"{{level}}","messageId":"{{Id}}"}""");

        Assert.Equal(kept, warnings.About($"{Id} has no row").Count);
        Assert.Empty(warnings.About("00000000-129f-47a7-89b4-99fc893043cf has no row"));
        Assert.All(warnings.About(Id), static line => Assert.StartsWith("p0.1 1.500 {", line, StringComparison.Ordinal));
    }
}
