using SqsIngestor.Emulator.Nemesis;

namespace SqsIngestor.Emulator.Tests.Nemesis.Checking;

public sealed class LossCheckTests
{
    [Fact]
    public void Check_DoneAfterItsRowsAreDurable_Keeps() =>
        Delivered().Answered(1, "m").Keeps(DeliveryLaw.NoLoss);

    [Fact]
    public void Check_DoneWithoutARow_Violates() =>
        new Story().Sent("m").Invoked(1, Story.P0, "m").Answered(1, "m").Violates(DeliveryLaw.NoLoss);

    [Fact]
    public void Check_DoneWhenARowWasReceivedAndNotDurable_Violates() =>
        new Story().Sent("m").Invoked(1, Story.P0, "m").Opened(1, Story.P0).Row(1, 0, "m").Answered(1, "m").Committed(1, 0)
            .Violates(DeliveryLaw.NoLoss);

    [Fact]
    public void Check_DoneWithRowsInOneOfTwoTables_Violates() =>
        new Story().Sent("m", tables: [Story.A, Story.B]).Invoked(1, Story.P0, "m").Opened(1, Story.P0).Landed(1, 0, "m")
            .Answered(1, "m").Violates(DeliveryLaw.NoLoss);

    [Fact]
    public void Check_PoisonIsDone_Violates() =>
        new Story().Sent("m", isPoison: true).Invoked(1, Story.P0, "m").Opened(1, Story.P0).Refused(1, 0, "m").Answered(1, "m")
            .Violates(DeliveryLaw.NoLoss);

    private static Story Delivered() =>
        new Story().Sent("m").Invoked(1, Story.P0, "m").Opened(1, Story.P0).Landed(1, 0, "m");
}
