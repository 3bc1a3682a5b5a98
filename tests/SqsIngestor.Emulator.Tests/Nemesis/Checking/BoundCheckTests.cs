using SqsIngestor.Emulator.Nemesis;
using SqsIngestor.Emulator.Nemesis.Recording;

namespace SqsIngestor.Emulator.Tests.Nemesis.Checking;

public sealed class BoundCheckTests
{
    [Theory]
    [InlineData(105, 0.1, true)]
    [InlineData(106, 0.1, false)]
    [InlineData(300, 0.6, true)]
    public void Check_Opens_PerMinute(int opens, double every, bool isKept)
    {
        var story = new Story();
        for (var i = 0; i < opens; i++) story.At(i * every).Opened(i, Story.P0);

        AssertKept(story, isKept);
    }

    [Fact]
    public void Check_OpensOfTwoTables_CountAlone()
    {
        var story = new Story();
        for (var i = 0; i < 200; i++) story.At(i * 0.1).Opened(i, Story.P0, i % 2 == 0 ? Story.A : Story.B);

        AssertKept(story, isKept: true);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Check_Memory_HasALimit(int megabytes, bool isKept) =>
        AssertKept(new Story().Add(new MemorySampled(TimeSpan.Zero, Story.P0, megabytes * 1024L * 1024)), isKept);

    [Fact]
    public void Check_NoAnswerBeforeTheDeadline_Violates() => AssertKept(Late(), isKept: false);

    [Fact]
    public void Check_NoAnswerOfAFrozenProcess_Keeps() =>
        AssertKept(Late(story => story.Began(1, NemesisFault.Frozen, Story.P0)), isKept: true);

    [Fact]
    public void Check_NoAnswerBecauseOfABlackHole_Violates() =>
        AssertKept(Late(story => story.Began(1, NemesisFault.BlackHole, Story.P0)), isKept: false);

    [Fact]
    public void Check_NoAnswerWhileTheMachineStalled_Keeps() =>
        AssertKept(
            Late(story => story.At(3).Add(new MachineStalled(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1)))), isKept: true);

    [Fact]
    public void Check_TimeAndMemoryAreNotJudged_TheRestIs()
    {
        var story = Late().Add(new MemorySampled(TimeSpan.FromSeconds(9), Story.P0, long.MaxValue))
            .Add(new ProcessEnded(TimeSpan.FromSeconds(9), new ProcessName(0, 2)));

        var violation = Assert.Single(story.Check(checksTimeAndMemory: false).Violations);

        Assert.Contains("ended by itself", violation.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ProcessEndsByItself_Violates() =>
        AssertKept(Started().At(5).Add(new ProcessEnded(TimeSpan.FromSeconds(5), Story.P0)), isKept: false);

    [Fact]
    public void Check_ProcessIsKilled_Keeps() =>
        AssertKept(
            Started().At(4.9).Began(1, NemesisFault.Killed, Story.P0).Over(1).At(5)
                .Add(new ProcessEnded(TimeSpan.FromSeconds(5), Story.P0)),
            isKept: true);

    [Fact]
    public void Check_ProcessEndsAfterTheRun_Keeps() =>
        AssertKept(Started().At(5).Answered(1).Drained().Add(new ProcessEnded(TimeSpan.FromSeconds(6), Story.P0)), isKept: true);

    private static void AssertKept(Story story, bool isKept)
    {
        if (isKept) story.Keeps(DeliveryLaw.Bounded);
        else story.Violates(DeliveryLaw.Bounded);
    }

    private static Story Started() => new Story().Add(new ProcessStarted(TimeSpan.Zero, Story.P0)).At(1).Invoked(1, Story.P0);

    private static Story Late(Func<Story, Story>? fault = null)
    {
        var story = Started();
        fault?.Invoke(story);
        return story.At(9).Ended(1, InvocationEnding.TimedOut);
    }
}
