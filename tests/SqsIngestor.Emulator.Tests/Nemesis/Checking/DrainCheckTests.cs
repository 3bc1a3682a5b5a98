using SqsIngestor.Emulator.Nemesis;

namespace SqsIngestor.Emulator.Tests.Nemesis.Checking;

public sealed class DrainCheckTests
{
    [Fact]
    public void Check_GoodIsDoneAndPoisonIsDead_Keeps() => Done().Dead("bad").Drained().Keeps(DeliveryLaw.Drains);

    [Fact]
    public void Check_QueueIsNotEmpty_Violates() => Done().Dead("bad").Drained(false).Violates(DeliveryLaw.Drains);

    [Fact]
    public void Check_PoisonIsNotDead_Violates() => Done().Drained().Violates(DeliveryLaw.Drains);

    [Fact]
    public void Check_PoisonWasReceivedTooOften_Violates() => Done().Dead("bad", 6).Drained().Violates(DeliveryLaw.Drains);

    [Fact]
    public void Check_GoodMessageIsNeitherDoneNorDead_Violates() =>
        new Story().Sent("m").Drained().Violates(DeliveryLaw.Drains);

    private static Story Done() =>
        new Story().Sent("m").Sent("bad", isPoison: true).Invoked(1, Story.P0, "m", "bad").Opened(1, Story.P0).Landed(1, 0, "m")
            .Answered(1, "m");
}
