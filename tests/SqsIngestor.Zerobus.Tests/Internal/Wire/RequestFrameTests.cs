using System.Buffers;
using CsCheck;
using Google.Protobuf;
using SqsIngestor.Zerobus.Contract;
using SqsIngestor.Zerobus.Internal.InFlight;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Tests.Internal.Wire;

public sealed class RequestFrameTests
{
    private static readonly Gen<(byte[][] Records, bool Batch, bool Json, long Offset)> Requests = Gen.Select(
        Gen.Char.AlphaNumeric.Array[0, 300].Select(
            static c => System.Text.Encoding.ASCII.GetBytes(c)).Array[1, 20], Gen.Bool, Gen.Bool, Gen.Long[0, 1L << 40]);

    [Fact]
    public void WriteTo_AnyRequest_IsWhatTheGeneratedContractWrites() =>
        Requests.Sample(static (records, batch, json, offset) =>
        {
            if (!batch)
                records = records[..1];
            var expected = Generated(records, batch, json, offset).ToByteArray();

            var buffer = new InFlightBuffer(InFlightBudget.OfBytes(null, TimeProvider.System).Join(static () => { }));
            var source = batch
                ? RecordSource.Batch([.. records.Select(static r => (ReadOnlyMemory<byte>)r)])
                : RecordSource.Single(records[0]);
            Assert.True(buffer.TryMakeRoom(source.BodyLength));
            buffer.Append(source);
            var frame = new RequestFrame();
            var write = buffer.Send(frame.Body, offset, 0);
            frame.SetRecord(write.IsBatch, json ? RecordType.Json : RecordType.Proto, offset, write.Length);
            var written = new ArrayBufferWriter<byte>();
            frame.WriteTo(written);

            Assert.Equal(expected, written.WrittenSpan.ToArray());
            Assert.Equal(expected.Length, frame.Length);
            if (offset < 1L << 35)
                Assert.InRange(frame.Length, 0, EnvelopeSize.Largest(write.Length));
        });

    [Fact]
    public void LargestBody_OfTheLimit_IsExact()
    {
        Assert.Equal(ZerobusLimits.MaxMessageBytes, EnvelopeSize.Largest(ZerobusLimits.MaxRecordBytes));
        Assert.Equal(ZerobusLimits.MaxMessageBytes + 1, EnvelopeSize.Largest(ZerobusLimits.MaxRecordBytes + 1));
    }

    private static EphemeralStreamRequest Generated(byte[][] records, bool batch, bool json, long offset)
    {
        if (!batch)
        {
            var single = new IngestRecordRequest { OffsetId = offset };
            if (json)
                single.JsonRecord = System.Text.Encoding.ASCII.GetString(records[0]);
            else
                single.ProtoEncodedRecord = ByteString.CopyFrom(records[0]);
            return new EphemeralStreamRequest { IngestRecord = single };
        }

        var request = new IngestRecordBatchRequest { OffsetId = offset };
        if (json)
        {
            request.JsonBatch = new JsonRecordBatch();
            request.JsonBatch.Records.AddRange(records.Select(static r => System.Text.Encoding.ASCII.GetString(r)));
        }
        else
        {
            request.ProtoEncodedBatch = new ProtoEncodedRecordBatch();
            request.ProtoEncodedBatch.Records.AddRange(records.Select(static r => ByteString.CopyFrom(r)));
        }

        return new EphemeralStreamRequest { IngestRecordBatch = request };
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1L << 34)]
    [InlineData(1L << 35)]
    [InlineData(long.MaxValue)]
    public void Largest_PersistentStream_HoldsForEveryOffset(long offset)
    {
        foreach (var body in new[] { 0, 127, 128, 1 << 20 })
            Assert.True(EnvelopeSize.Message(body, offset) <= EnvelopeSize.Largest(body, isPersistent: true));
    }
}
