using SqsIngestor.Emulator.Nemesis;
using SqsIngestor.Emulator.Nemesis.Recording;

namespace SqsIngestor.Emulator.Tests.Nemesis.Checking;

public sealed class OrderCheckTests
{
    [Fact]
    public void Check_GroupInOrder_Keeps() =>
        Group("g", "g").Landed(1, 0, "a").Landed(1, 1, "b").Keeps(DeliveryLaw.Order);

    [Fact]
    public void Check_GroupOutOfOrder_Violates() =>
        Group("g", "g").Landed(1, 0, "b").Landed(1, 1, "a").Violates(DeliveryLaw.Order);

    [Fact]
    public void Check_TwoGroups_HaveNoOrder() =>
        Group("g", "h").Landed(1, 0, "b").Landed(1, 1, "a").Answered(1, "a", "b").Keeps(DeliveryLaw.Order);

    [Fact]
    public void Check_StandardQueue_HasNoOrder() =>
        Group(null, null).Landed(1, 0, "b").Landed(1, 1, "a").Keeps(DeliveryLaw.Order);

    [Fact]
    public void Check_RepeatOfAnEarlierRow_Keeps() =>
        Group("g", "g").Landed(1, 0, "a").Landed(1, 1, "b").Closed(1).At(1.1).Opened(2, Story.P0).Landed(2, 0, "a")
            .Keeps(DeliveryLaw.Order);

    [Fact]
    public void Check_DeadLetterArrivesLate_Keeps() =>
        Group("g", "g").Row(1, 0, "a").At(2).Dead("a").Landed(1, 1, "b").At(3).Committed(1, 0).Keeps(DeliveryLaw.Order);

    [Fact]
    public void Check_FifoRowSentAgainAfterTheAnswer_Violates() =>
        Group("g", "g").Row(1, 0, "a").At(2).Answered(1).Closed(1).At(5).Opened(2, Story.P0).Landed(2, 0, "a")
            .Violates(DeliveryLaw.Order);

    [Fact]
    public void Check_FifoRowThatWasWrittenBeforeTheAnswerArrivesLate_Keeps() =>
        Group("g", "g").Opened(2, Story.P0).Row(1, 0, "a").At(2).Answered(1).Closed(1).At(5).Landed(2, 0, "a")
            .Keeps(DeliveryLaw.Order);

    [Fact]
    public void Check_RowOfAStandardQueueSentAgainWithinTheLease_Keeps() =>
        Group(null, null).Row(1, 0, "a").At(9).Ended(1, InvocationEnding.ProcessEnded).Closed(1).At(15).Opened(2, Story.P0)
            .Landed(2, 0, "a").Keeps(DeliveryLaw.Order);

    [Fact]
    public void Check_RowOfAStandardQueueSentAgainAfterTheLease_Violates() =>
        Group(null, null).Row(1, 0, "a").At(9).Ended(1, InvocationEnding.ProcessEnded).Closed(1).At(25).Opened(2, Story.P0)
            .Landed(2, 0, "a").Violates(DeliveryLaw.Order);

    private static Story Group(string? first, string? second) =>
        new Story().Sent("a", first).Sent("b", second).At(1).Invoked(1, Story.P0, "a", "b").Opened(1, Story.P0);
}
