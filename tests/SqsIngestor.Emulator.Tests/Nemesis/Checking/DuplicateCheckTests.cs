using SqsIngestor.Emulator.Nemesis;
using SqsIngestor.Emulator.Nemesis.Recording;

namespace SqsIngestor.Emulator.Tests.Nemesis.Checking;

public sealed class DuplicateCheckTests
{
    [Fact]
    public void Check_SentAgainAfterItsStreamEnded_Keeps() =>
        Begun().Row(1, 0, "m").At(2).Closed(1).Opened(2, Story.P0).Landed(2, 0, "m").Keeps(DeliveryLaw.NoNeedlessDuplicate);

    [Fact]
    public void Check_SentAgainAndTheStreamEndsRightAfter_Keeps() =>
        Begun().Row(1, 0, "m").At(2).Opened(2, Story.P0).Landed(2, 0, "m").At(3).Closed(1)
            .Keeps(DeliveryLaw.NoNeedlessDuplicate);

    [Fact]
    public void Check_SentAgainWhileItsStreamIsOpen_Violates() =>
        Begun().Row(1, 0, "m").At(2).Opened(2, Story.P0).Landed(2, 0, "m").Violates(DeliveryLaw.NoNeedlessDuplicate);

    [Fact]
    public void Check_SentAgainLongAfterItsAck_Violates() =>
        Begun().Landed(1, 0, "m").At(3).Closed(1).Opened(2, Story.P0).Landed(2, 0, "m")
            .Violates(DeliveryLaw.NoNeedlessDuplicate);

    [Fact]
    public void Check_AckWasLostWithTheStream_Keeps() =>
        Begun().Landed(1, 0, "m").At(1.5).Closed(1).At(3).Opened(2, Story.P0).Landed(2, 0, "m")
            .Keeps(DeliveryLaw.NoNeedlessDuplicate);

    [Fact]
    public void Check_ProcessWasFrozenMeanwhile_Keeps() =>
        Begun().Row(1, 0, "m").Began(1, NemesisFault.Frozen, Story.P0).At(3).Over(1).Opened(2, Story.P0).Landed(2, 0, "m")
            .Keeps(DeliveryLaw.NoNeedlessDuplicate);

    [Fact]
    public void Check_AnotherProcessWasFrozen_Violates() =>
        Begun().Row(1, 0, "m").Began(1, NemesisFault.Frozen, Story.P1).At(3).Over(1).Opened(2, Story.P0).Landed(2, 0, "m")
            .Violates(DeliveryLaw.NoNeedlessDuplicate);

    [Fact]
    public void Check_StreamWasToClose_Keeps() =>
        Begun().Row(1, 0, "m").Began(1, NemesisFault.CloseSignal, table: Story.A).Over(1).At(3).Opened(2, Story.P0)
            .Landed(2, 0, "m").Keeps(DeliveryLaw.NoNeedlessDuplicate);

    [Fact]
    public void Check_SentAgainAfterARefusal_IsNotJudged() =>
        Begun().Refused(1, 0, "m").At(2).Opened(2, Story.P0).Landed(2, 0, "m").IsNotJudged(DeliveryLaw.NoNeedlessDuplicate);

    [Fact]
    public void Check_AnotherProcessGotTheMessage_Keeps() =>
        Begun().Row(1, 0, "m").At(2).Answered(1).Invoked(2, Story.P1, "m").Opened(2, Story.P1).Landed(2, 0, "m")
            .Keeps(DeliveryLaw.NoNeedlessDuplicate);

    [Fact]
    public void Check_AnotherProcessHadNotGotTheMessage_Violates() =>
        Begun().Row(1, 0, "m").At(2).Answered(1).Opened(2, Story.P1).Landed(2, 0, "m")
            .Violates(DeliveryLaw.NoNeedlessDuplicate);

    [Fact]
    public void Check_AckedAndReportedAsFailed_Violates() =>
        Begun().Landed(1, 0, "m").At(3).Answered(1).Violates(DeliveryLaw.NoNeedlessDuplicate);

    [Fact]
    public void Check_AckedJustBeforeTheReport_Keeps() =>
        Begun().Landed(1, 0, "m").At(1.5).Answered(1).Keeps(DeliveryLaw.NoNeedlessDuplicate);

    [Fact]
    public void Check_OneOfTwoTablesAckedAndReportedAsFailed_Keeps() =>
        new Story().At(1).Sent("m", tables: [Story.A, Story.B]).Invoked(1, Story.P0, "m").Opened(1, Story.P0).Landed(1, 0, "m")
            .At(3).Answered(1).Keeps(DeliveryLaw.NoNeedlessDuplicate);

    private static Story Begun() => new Story().At(1).Sent("m").Invoked(1, Story.P0, "m").Opened(1, Story.P0);
}
