using CsCheck;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.InFlight;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

public sealed class InFlightBufferTests
{
    private enum Step
    {
        Single,
        Batch,
        Large,
        Send,
        Settle,
        SettleHeadRecord,
        Rewind,
    }

    [Fact]
    public void PendingWrite_Size_IsThatOfItsLongestFields() =>
        // Memory per row in flight: the tag has the place of what would be padding.
        Assert.Equal(56, System.Runtime.CompilerServices.Unsafe.SizeOf<PendingWrite>());

    [Fact]
    public void AnySteps_AgainstAPlainList_KeepExactlyTheUnsettledInOrder() =>
        Gen.Enum<Step>().Array[1, 200].Sample(static steps =>
        {
            var budget = InFlightBudget.OfBytes(null, new QuietClock());
            var buffer = new InFlightBuffer(budget.Join(static () => { }));
            var model = new List<List<byte[]>>();
            var (head, next) = (0L, 0);
            foreach (var step in steps)
            {
                switch (step)
                {
                    case Step.Single:
                        Append([Bytes(next++, 20)], batch: false);
                        break;
                    case Step.Batch:
                        Append([Bytes(next++, 5), Bytes(next++, 0), Bytes(next++, 200)], batch: true);
                        break;
                    case Step.Large:
                        Append([Bytes(next++, 200_000), Bytes(next++, 150_000)], batch: true);
                        break;
                    case Step.Send when buffer.Sent < buffer.Tail:
                        var offset = buffer.Sent;
                        var body = new List<ReadOnlyMemory<byte>>();
                        buffer.Send(body, offset, 0);
                        Assert.Equal(buffer[offset].Length, body.Sum(static b => b.Length));
                        break;
                    case Step.Settle when buffer.Sent > buffer.Head:
                        Assert.Equal(model[0].Count, buffer.Settle(1));
                        model.RemoveAt(0);
                        head++;
                        break;
                    case Step.SettleHeadRecord when buffer.Sent > buffer.Head:
                        buffer.SettleHeadRecords(1);
                        model[0].RemoveAt(0);
                        if (model[0].Count == 0)
                        {
                            model.RemoveAt(0);
                            head++;
                        }

                        break;
                    case Step.Rewind:
                        buffer.Rewind(buffer.Head);
                        Assert.Equal(buffer.Head, buffer.Sent);
                        break;
                }

                Assert.Equal(head, buffer.Head);
                Assert.Equal(model.Count, buffer.Count);
            }

            var unacked = buffer.Copy();
            Assert.True(Same([.. model.SelectMany(static w => w)], [.. unacked.SelectMany(static u => u.Records)]));
            Assert.Equal(Enumerable.Range(0, model.Count).Select(i => head + i), unacked.Select(static u => u.Offset));
            buffer.Settle(buffer.Count);
            Assert.Equal(0, buffer.Bytes);
            Assert.Equal(0, budget.Used);

            void Append(byte[][] records, bool batch)
            {
                var list = records.Select(static r => (ReadOnlyMemory<byte>)r).ToArray();
                var source = batch ? RecordSource.Batch(list) : RecordSource.Single(list[0]);
                Assert.True(buffer.TryMakeRoom(source.BodyLength));
                buffer.Append(source);
                model.Add([.. records]);
            }
        }, iter: 100, threads: 1);

    private static bool Same(byte[][] expected, ReadOnlyMemory<byte>[] actual) =>
        expected.Length == actual.Length && expected.Zip(actual).All(static pair => pair.Second.Span.SequenceEqual(pair.First));

    private static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, (byte)seed);
        return bytes;
    }
}
