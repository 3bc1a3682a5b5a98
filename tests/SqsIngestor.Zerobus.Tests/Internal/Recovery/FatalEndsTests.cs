using Grpc.Core;
using SqsIngestor.Zerobus.Internal.Connections;
using SqsIngestor.Zerobus.Internal.Recovery;

namespace SqsIngestor.Zerobus.Tests.Internal.Recovery;

public sealed class FatalEndsTests
{
    private static readonly ConnectionEnd Unauthenticated = Of(StatusCode.Unauthenticated);
    private static readonly ConnectionEnd Violation = ConnectionEnd.Violation("It does not fit.");

    private readonly FatalEnds _ends = new();

    [Fact]
    public void Check_AFinalStatusWithoutUnackedRecords_EndsTheStream()
    {
        Assert.Equal(ZerobusErrorCode.TableNotFound, Check(Of(StatusCode.NotFound))?.Code);
        Assert.Null(Check(Of(StatusCode.NotFound), concernsRecords: true));
        Assert.Null(Check(Of(StatusCode.Unavailable)));
        Assert.Null(Check(ConnectionEnd.Of(EndCause.ServerEnded)));
    }

    [Fact]
    public void Check_TheTokenIsRefusedAgain_EndsTheStream()
    {
        Assert.Null(Check(Unauthenticated));
        Assert.Equal(ZerobusErrorCode.Unauthenticated, Check(Unauthenticated)?.Code);
    }

    [Fact]
    public void Check_TheTokenIsRefusedAgainAfterSomethingWasAcked_GoesOn()
    {
        Assert.Null(Check(Unauthenticated));
        Assert.Null(Check(Unauthenticated, progress: true));
        Assert.Null(Check(Unauthenticated));
    }

    /// <summary>The token of an idle stream ends, and its successor is what the next record tries.</summary>
    [Fact]
    public void Check_TheTokenIsRefusedWhileNothingIsUnsettled_EarnsTheNextConnection()
    {
        Assert.Null(Check(Unauthenticated, isSettled: true));
        Assert.Null(Check(Unauthenticated));
        Assert.NotNull(Check(Unauthenticated));
    }

    [Fact]
    public void Check_TheProtocolIsBrokenAgain_EndsTheStream()
    {
        Assert.Null(Check(Violation));
        Assert.Equal(ZerobusErrorCode.ProtocolViolation, Check(Violation)?.Code);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Check_TheProtocolWasBrokenWithoutHarm_DoesNotCount(bool progress, bool isSettled)
    {
        Assert.Null(Check(Violation, progress: progress, isSettled: isSettled));
        Assert.Null(Check(Violation));
    }

    /// <summary>The client replaces a connection for reasons of its own, between two that fail alike.</summary>
    [Theory]
    [InlineData("Renewed")]
    [InlineData("Discarded")]
    [InlineData("CloseSignal")]
    public void Check_TheClientEndedAConnectionInBetween_NeitherCountsNorForgets(string cause)
    {
        var own = ConnectionEnd.Of(Enum.Parse<EndCause>(cause));
        Assert.Null(Check(own));
        Assert.Null(Check(Violation));
        Assert.Null(Check(own));
        Assert.NotNull(Check(Violation));

        Assert.Null(Check(Unauthenticated, progress: true));
        Assert.Null(Check(Unauthenticated));
        Assert.Null(Check(own));
        Assert.NotNull(Check(Unauthenticated));
    }

    [Fact]
    public void Check_TheClientEndedAConnectionThatHasAcked_Forgets()
    {
        Assert.Null(Check(Violation));
        Assert.Null(Check(ConnectionEnd.Of(EndCause.Renewed), progress: true));
        Assert.Null(Check(Violation));
    }

    private ZerobusException? Check(
        ConnectionEnd end, bool concernsRecords = false, bool progress = false, bool isSettled = false) =>
        _ends.Check(end, concernsRecords, progress, isSettled);

    private static ConnectionEnd Of(StatusCode status) => ConnectionEnd.Of(new RpcException(new Status(status, "")));
}
