using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Tests.Streams;

public class StreamFaultsTests
{
    private static readonly Dictionary<ZerobusErrorCode, string> Types = new()
    {
        [ZerobusErrorCode.EndpointInvalid] = "Function.ConfigurationInvalid",
        [ZerobusErrorCode.TableNameInvalid] = "Function.ConfigurationInvalid",
        [ZerobusErrorCode.OptionsInvalid] = "Function.ConfigurationInvalid",
        [ZerobusErrorCode.CredentialsInvalid] = "Function.CredentialsInvalid",
        [ZerobusErrorCode.CertificatesInvalid] = "Function.ConfigurationInvalid",
        [ZerobusErrorCode.DescriptorMissing] = "Function.MappingInvalid",
        [ZerobusErrorCode.DescriptorInvalid] = "Function.MappingInvalid",
        [ZerobusErrorCode.RecordTypeMismatch] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.RecordInvalid] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.RecordTooLarge] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.RecordRefused] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.TokenRefused] = "Function.CredentialsInvalid",
        [ZerobusErrorCode.TokenUnavailable] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.Unauthenticated] = "Function.CredentialsInvalid",
        [ZerobusErrorCode.PermissionDenied] = "Function.CredentialsInvalid",
        [ZerobusErrorCode.TableNotFound] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.SchemaRefused] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.TableUnsupported] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.OpenTimedOut] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.OpenFailed] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.ConnectionFailed] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.StreamFailed] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.ProtocolViolation] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.StreamTakenOver] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.AckTimedOut] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.NoProgress] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.FlushTimedOut] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.StreamClosed] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.Aborted] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.RecordSuspected] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.RecordWithdrawn] = "Function.ZerobusUnavailable",
        [ZerobusErrorCode.ProxyInvalid] = "Function.ConfigurationInvalid",
        [ZerobusErrorCode.IdentityTokenInvalid] = "Function.CredentialsInvalid",
        [ZerobusErrorCode.IdentityTokenRefused] = "Function.CredentialsInvalid",
        [ZerobusErrorCode.IdentityTokenUnavailable] = "Function.IdentityUnavailable",
        [ZerobusErrorCode.StreamNotFound] = "Function.ZerobusUnavailable",
    };

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
    public void ErrorType_EveryCode_IsAsInTheTable() => Assert.Equal(
        ZerobusErrors.All.Select(row => (row.Code, Types.GetValueOrDefault(row.Code))),
        ZerobusErrors.All.Select(row => (row.Code, (string?)StreamFaults.ErrorType(FakeStreams.Error(row.Code)))));

    [Fact]
    public void ErrorType_NoOutage_IsNotRetryable() => Assert.All(
        ZerobusErrors.All.Where(static row => StreamFaults.ErrorType(FakeStreams.Error(row.Code))
            is not ("Function.ZerobusUnavailable" or "Function.IdentityUnavailable")),
        row => Assert.False(FakeStreams.Error(row.Code).IsRetryable));

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

    [Fact]
    public void ToFailure_SeveralTablesAreGivenUp_NamesThemAll()
    {
        var faults = new StreamFaults();
        faults.GivenUp(["c.s.u"]);
        faults.GivenUp(["c.s.t", "c.s.u"]);

        Assert.Equal(2, faults.GivenUpMessages);
        Assert.Contains("queue. c.s.t, c.s.u did not answer within 2 s", faults.ToFailure(2)!.Message, StringComparison.Ordinal);
        faults.NotGivenUp();
        Assert.Equal(1, faults.GivenUpMessages);
        faults.Clear();
        Assert.Equal((0, ""), (faults.GivenUpMessages, faults.GivenUpTables));
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
