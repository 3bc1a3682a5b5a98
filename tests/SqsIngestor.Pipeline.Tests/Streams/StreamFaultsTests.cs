using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;
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

    /// <summary>What only another deployment cures is not an outage.</summary>
    [Fact]
    public void ErrorType_EveryCode_IsAsInTheTable()
    {
        ZerobusErrorCode[] configuration =
        [
            ZerobusErrorCode.EndpointInvalid, ZerobusErrorCode.TableNameInvalid, ZerobusErrorCode.OptionsInvalid,
            ZerobusErrorCode.CertificatesInvalid, ZerobusErrorCode.ProxyInvalid,
        ];
        ZerobusErrorCode[] mapping = [ZerobusErrorCode.DescriptorMissing, ZerobusErrorCode.DescriptorInvalid];
        ZerobusErrorCode[] credentials =
        [
            ZerobusErrorCode.CredentialsInvalid, ZerobusErrorCode.TokenRefused, ZerobusErrorCode.Unauthenticated,
            ZerobusErrorCode.PermissionDenied,
        ];
        foreach (var code in Enum.GetValues<ZerobusErrorCode>())
        {
            var expected = configuration.Contains(code) ? "Function.ConfigurationInvalid"
                : mapping.Contains(code) ? "Function.MappingInvalid"
                : credentials.Contains(code) ? "Function.CredentialsInvalid"
                : "Function.ZerobusUnavailable";
            Assert.Equal((code, expected), (code, StreamFaults.ErrorType(FakeStreams.Error(code))));
            if (expected is not "Function.ZerobusUnavailable") Assert.False(FakeStreams.Error(code).IsRetryable);
        }
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
