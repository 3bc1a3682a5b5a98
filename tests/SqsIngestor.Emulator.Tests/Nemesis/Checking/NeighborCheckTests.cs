using SqsIngestor.Emulator.Nemesis;
using SqsIngestor.Emulator.Nemesis.Recording;

namespace SqsIngestor.Emulator.Tests.Nemesis.Checking;

public sealed class NeighborCheckTests
{
    [Fact]
    public void Check_MessageForAHealthyTableIsDone_Keeps() =>
        Troubled().Landed(1, 0, "m", Story.B).At(6).Answered(1, "m").Keeps(DeliveryLaw.NoNeighborWaits);

    [Fact]
    public void Check_MessageForAHealthyTableFails_Violates() =>
        Troubled().At(6).Answered(1).Violates(DeliveryLaw.NoNeighborWaits);

    [Fact]
    public void Check_ItsRowWaitedForTheOtherTable_Violates() =>
        Troubled().At(6).Landed(1, 0, "m", Story.B).At(6.1).Answered(1, "m").Violates(DeliveryLaw.NoNeighborWaits);

    [Fact]
    public void Check_ItsTableHadPoison_IsNotJudged() =>
        Troubled().Sent("bad", isPoison: true, tables: Story.B).Refused(1, 0, "bad", Story.B).At(6).Answered(1)
            .IsNotJudged(DeliveryLaw.NoNeighborWaits);

    [Fact]
    public void Check_MessageForTheTroubledTable_IsNotJudged() =>
        Troubled(tables: [Story.A, Story.B]).At(6).Answered(1).IsNotJudged(DeliveryLaw.NoNeighborWaits);

    [Fact]
    public void Check_TimeAndMemoryAreNotJudged_IsNotJudged() =>
        Assert.DoesNotContain(
            DeliveryLaw.NoNeighborWaits, Troubled().At(6).Answered(1).Check(checksTimeAndMemory: false).Checks.Keys);

    private static Story Troubled(params Catalog.TableName[] tables) =>
        new Story().Sent("m", tables: tables.Length == 0 ? [Story.B] : tables).Opened(1, Story.P0, Story.B)
            .Began(1, NemesisFault.OpenUnanswered, table: Story.A).At(1).Invoked(1, Story.P0, "m");
}
