using SqsIngestor.Lambda.Runtime;

namespace SqsIngestor.Lambda.Tests.Runtime;

public sealed class InvocationDeadlineTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000);

    [Theory]
    [InlineData("1800000030000", 30)]
    [InlineData("1800000000001", 0.001)]
    [InlineData("1800000900000", 900)]
    [InlineData("1800000030000.5", 30.0005)]
    public void Read_PlausibleDeadline_IsTakenAsItIs(string header, double seconds)
    {
        var (deadline, problem) = InvocationDeadline.Read(header, Now);

        Assert.Null(problem);
        Assert.Equal(seconds, (deadline - Now).TotalSeconds, 3);
    }

    [Theory]
    [InlineData(null, 15, "is missing")]
    [InlineData("", 15, "is not a number")]
    [InlineData("soon", 15, "is not a number")]
    [InlineData("NaN", 15, "is not a number")]
    [InlineData("1e400", 15, "is not a number")]
    [InlineData("99999999999999999999999999999999999", 15, "is not a number")]
    [InlineData("1542409706888", 15, "has passed")]
    [InlineData("0", 15, "has passed")]
    [InlineData("-1", 15, "has passed")]
    [InlineData("-79228162514264337593543950335", 15, "has passed")]
    [InlineData("1800001000000", 900, "is more than 15 minutes away")]
    [InlineData("9223372036854775807", 900, "is more than 15 minutes away")]
    [InlineData("79228162514264337593543950335", 900, "is more than 15 minutes away")]
    public void Read_DeadlineThatCannotBeTrue_IsReplaced(string? header, int seconds, string problem) =>
        Assert.Equal((Now + TimeSpan.FromSeconds(seconds), problem), InvocationDeadline.Read(header, Now));
}
