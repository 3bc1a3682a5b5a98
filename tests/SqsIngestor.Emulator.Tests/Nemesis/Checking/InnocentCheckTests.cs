using SqsIngestor.Emulator.Nemesis;
using SqsIngestor.Emulator.Nemesis.Recording;

namespace SqsIngestor.Emulator.Tests.Nemesis.Checking;

public sealed class InnocentCheckTests
{
    [Fact]
    public void Check_GoodMessageFailsFourTimes_Violates() => Failing(4).Violates(DeliveryLaw.NoInnocentSuffers);

    [Fact]
    public void Check_GoodMessageFailsThreeTimes_Keeps() => Failing(3).Keeps(DeliveryLaw.NoInnocentSuffers);

    [Fact]
    public void Check_GoodMessageFailsOftenWithinTheTimeOfAnInvocation_Keeps() =>
        Failing(5, every: 1).Keeps(DeliveryLaw.NoInnocentSuffers);

    [Fact]
    public void Check_GoodMessageIsDeadAfterThreeUndisturbedFailures_Violates() =>
        Failing(3).Dead("m").Violates(DeliveryLaw.NoInnocentSuffers);

    [Fact]
    public void Check_FaultOfItsTableDisturbedEachDelivery_Keeps() =>
        Failing(5, story => story.Began(1, NemesisFault.NoAcks, table: Story.A)).Dead("m").Keeps(DeliveryLaw.NoInnocentSuffers);

    [Fact]
    public void Check_FaultOfAnotherTable_IsNoExcuse() =>
        Failing(5, story => story.Began(1, NemesisFault.StreamEnds, table: Story.B)).Dead("m")
            .Violates(DeliveryLaw.NoInnocentSuffers);

    [Fact]
    public void Check_FaultOfAnotherProcess_IsNoExcuse() =>
        Failing(5, story => story.Began(1, NemesisFault.Frozen, Story.P1)).Dead("m").Violates(DeliveryLaw.NoInnocentSuffers);

    [Fact]
    public void Check_PoisonIsDead_IsNotJudged() =>
        Failing(5, isPoison: true).Dead("m").IsNotJudged(DeliveryLaw.NoInnocentSuffers);

    [Theory]
    [InlineData("g", true)]
    [InlineData("other", false)]
    public void Check_BehindAFailureOfItsGroup_IsExcused(string groupOfPoison, bool isExcused)
    {
        var story = new Story().Sent("bad", groupOfPoison, isPoison: true).Sent("m", "g");
        for (var i = 1; i <= 5; i++) story.At(i * 10).Invoked(i, Story.P0, "bad", "m").At((i * 10) + 0.5).Answered(i);
        story.Dead("bad").Dead("m");

        if (isExcused) story.Keeps(DeliveryLaw.NoInnocentSuffers);
        else story.Violates(DeliveryLaw.NoInnocentSuffers);
    }

    private static Story Failing(int times, Func<Story, Story>? fault = null, bool isPoison = false, int every = 10)
    {
        var story = new Story().Sent("m", isPoison: isPoison);
        fault?.Invoke(story);
        for (var i = 1; i <= times; i++) story.At(i * every).Invoked(i, Story.P0, "m").At((i * every) + 0.5).Answered(i);
        return story;
    }
}
