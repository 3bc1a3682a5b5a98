using Grpc.Core;
using SqsIngestor.Zerobus.Internal.Errors;

namespace SqsIngestor.Zerobus.Tests.Internal.Errors;

public sealed class FailureClassifierTests
{
    private static readonly StatusCode[] Final =
    [
        StatusCode.InvalidArgument, StatusCode.Unauthenticated, StatusCode.PermissionDenied, StatusCode.OutOfRange,
        StatusCode.Unimplemented, StatusCode.NotFound,
    ];

    [Fact]
    public void IsFinal_EveryStatus_IsAsTheServiceDocuments() =>
        Assert.All(Enum.GetValues<StatusCode>(), static s => Assert.Equal(Final.Contains(s), FailureClassifier.IsFinal(s)));

    [Fact]
    public void OfOpen_EveryStatus_IsRetryableExactlyWhenNotFinalAndSaysWhatToDo() =>
        Assert.All(Enum.GetValues<StatusCode>(), static s =>
        {
            var error = FailureClassifier.OfOpen(new Status(s, "words"), null, withDetail: true);
            Assert.Equal(!Final.Contains(s), error.IsRetryable);
            Assert.Contains("words", error.Message, StringComparison.Ordinal);
            Assert.NotEmpty(error.Action);
        });

    [Fact]
    public void EveryStatus_OfAStreamOrOfALaterOpen_KeepsTheServicesWordsOut() =>
        Assert.All(Enum.GetValues<StatusCode>(), static s =>
        {
            var status = new Status(s, "record 'secret words', error 4002: \"4711\"");
            Assert.All(
                [FailureClassifier.OfStream(status, null), FailureClassifier.OfOpen(status, null, withDetail: false)],
                static e =>
                {
                    Assert.DoesNotContain("words", e.ToString(), StringComparison.Ordinal);
                    Assert.DoesNotContain("4711", e.ToString(), StringComparison.Ordinal);
                    Assert.Contains("(error 4002)", e.Message, StringComparison.Ordinal);
                });
        });

    [Fact]
    public void OfOpen_TransportFailure_IsAConnectionFailure()
    {
        var status = new Status(StatusCode.Unavailable, "no route", new IOException());
        Assert.Equal(
            ZerobusErrorCode.ConnectionFailed,
            FailureClassifier.OfOpen(status, new RpcException(status), withDetail: true).Code);
    }
}
