namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

public sealed class PersistentLedgerTests
{
    private const int Worlds = 1_500;

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Worlds_OfChance_EachRecordIsDurableOnceOrReportedAndNotDurable(long first)
    {
        for (var seed = 0; seed < Worlds; seed++)
        {
            var world = Play(seed, first);
            var durable = new HashSet<BatchRecord>();
            foreach (var record in world.Log) Assert.True(durable.Add(record), $"seed {seed}: {record} is there twice");
            for (var write = 0; write < world.Writes; write++)
            {
                var lost = world.Outcomes[write]?.Indexes ?? [];
                for (var index = 0; index < world.SizeOf(write); index++)
                {
                    Assert.True(
                        durable.Contains(new BatchRecord(write, index)) != lost.Contains(index),
                        $"seed {seed}: record {index} of write {write}");
                }
            }
        }
    }

    [Fact]
    public void Worlds_OfChance_OrderIsKept()
    {
        for (var seed = 0; seed < Worlds; seed++)
        {
            var log = Play(seed, 0).Log.Select(static record => (record.Write << 4) | record.Index).ToList();
            Assert.True(log.SequenceEqual(log.Order()), $"seed {seed}");
        }
    }

    [Fact]
    public void Worlds_OfChance_LastNoteOfAPositionSaysWhatIsCommittedThere()
    {
        for (var seed = 0; seed < Worlds; seed++)
        {
            foreach (var (note, committed) in Play(seed, 0).CommittedNotes())
            {
                Assert.Equal(note.RecordCount, committed.Length);
                Assert.Equal(note.Offset, committed[0].Write);
                Assert.Equal(note.FirstRecord, committed[0].Index);
            }
        }
    }

    private static PersistentWorld Play(int seed, long first)
    {
        var world = new PersistentWorld(seed, first);
        for (var step = 0; step < 120; step++) world.Step();
        world.Finish();
        return world;
    }
}
