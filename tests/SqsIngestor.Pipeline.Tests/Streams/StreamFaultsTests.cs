using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Tests.Streams;

public class StreamFaultsTests
{
    [Theory]
    [InlineData(ZerobusErrorCode.PermissionDenied, "Function.CredentialsInvalid")]
    [InlineData(ZerobusErrorCode.Unauthenticated, "Function.CredentialsInvalid")]
    [InlineData(ZerobusErrorCode.TokenRefused, "Function.CredentialsInvalid")]
    [InlineData(ZerobusErrorCode.TokenUnavailable, "Function.ZerobusUnavailable")]
    [InlineData(ZerobusErrorCode.TableNotFound, "Function.ZerobusUnavailable")]
    [InlineData(ZerobusErrorCode.NoProgress, "Function.ZerobusUnavailable")]
    public void ToFailure_FirstFault_DecidesTheType(ZerobusErrorCode code, string type)
    {
        var faults = new StreamFaults();
        faults.Failed("c.s.t", new ZerobusException(code, "Broken.", "Mend it."));
        faults.Failed("c.s.u", new ZerobusException(ZerobusErrorCode.AckTimedOut, "Late.", "Wait."));

        var failure = faults.ToFailure(7)!;

        Assert.Equal(type, failure.ErrorType);
        Assert.StartsWith(
            "None of 7 messages was delivered; all are returned to the queue. c.s.t: ", failure.Message,
            StringComparison.Ordinal);
        Assert.Contains("Mend it.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToFailure_OnlyTheDeadline_SaysSo()
    {
        var faults = new StreamFaults();
        Assert.Null(faults.ToFailure(1));
        faults.TimedOut();

        Assert.Contains("by the deadline", faults.ToFailure(1)!.Message, StringComparison.Ordinal);
        faults.Clear();
        Assert.Null(faults.ToFailure(1));
    }

    [Theory]
    [InlineData(ZerobusErrorCode.RecordRefused)]
    [InlineData(ZerobusErrorCode.RecordTooLarge)]
    public void IsRecord_FaultOfARow_IsTrue(ZerobusErrorCode code) => Assert.True(StreamFaults.IsRecord(code));

    [Theory]
    [InlineData(ZerobusErrorCode.NoProgress)]
    [InlineData(ZerobusErrorCode.StreamClosed)]
    public void IsRecord_FaultOfTheStream_IsFalse(ZerobusErrorCode code) => Assert.False(StreamFaults.IsRecord(code));
}
