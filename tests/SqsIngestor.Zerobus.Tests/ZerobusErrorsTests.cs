using Grpc.Core;

namespace SqsIngestor.Zerobus.Tests;

public sealed class ZerobusErrorsTests
{
    [Fact]
    public void Codes_EveryErrorCode_HasOneRowInOrder() =>
        Assert.Equal(Enum.GetValues<ZerobusErrorCode>().Order(), ZerobusErrors.All.Select(static row => row.Code));

    [Fact]
    public void Statuses_EveryGrpcStatus_HasOneRowInOrder()
    {
        Assert.Equal(
            Enum.GetValues<StatusCode>().Order().Select(static s => (int)s),
            ZerobusErrors.Statuses.Select(static row => row.Status));
        Assert.All(ZerobusErrors.Statuses, static row =>
            Assert.Equal(
                ((StatusCode)row.Status).ToString(), row.Name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true));
    }

    [Fact]
    public void Codes_EveryRow_SaysWhatItMeansAndWhatToDo() => Assert.All(ZerobusErrors.All, static row =>
    {
        Assert.Same(row, ZerobusErrors.Of(row.Code));
        Assert.EndsWith(".", row.Meaning, StringComparison.Ordinal);
        Assert.EndsWith(".", row.Action, StringComparison.Ordinal);
        // What a record, the credentials or a setting causes stays until somebody changes it.
        Assert.False(row.IsRetryable && row.Fault is not (ZerobusFault.Stream or ZerobusFault.GivenUp));
    });

    [Fact]
    public void Statuses_EveryRow_LeadsToACodeThatAgreesOnRetrying() => Assert.All(ZerobusErrors.Statuses, static row =>
    {
        Assert.EndsWith(".", row.Meaning, StringComparison.Ordinal);
        foreach (var code in (ZerobusErrorCode[])[row.WhileOpening, row.WhileOpen])
            Assert.Equal(row.IsRetryable, new ZerobusException(code, "Text.") { GrpcStatus = row.Status }.IsRetryable);
    });

    [Theory]
    [InlineData(-1)]
    [InlineData(17)]
    [InlineData(int.MaxValue)]
    public void OfStatus_NumberThatGrpcDoesNotDefine_CountsAsUnknown(int status) =>
        Assert.Equal("UNKNOWN", ZerobusErrors.OfStatus(status).Name);

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    public void Of_NumberThatIsNoCode_Throws(int code) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ZerobusErrors.Of((ZerobusErrorCode)code));

    [Fact]
    public void Exception_WithoutAnAction_TakesTheRows()
    {
        var error = new ZerobusException(ZerobusErrorCode.TableNotFound, "There is no such table.");
        Assert.Equal(ZerobusErrors.Of(ZerobusErrorCode.TableNotFound).Action, error.Action);
        Assert.Contains(error.Action, error.Message, StringComparison.Ordinal);
        Assert.Equal(ZerobusFault.Settings, error.Fault);
    }
}
