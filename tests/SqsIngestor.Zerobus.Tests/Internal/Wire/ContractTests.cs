using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using SqsIngestor.Zerobus.Contract;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Tests.Internal.Wire;

/// <summary>What the client reads and writes by hand, against the generated classes of the contract.</summary>
public sealed class ContractTests
{
    private static readonly ZerobusStreamOptions Proto = ZerobusRig.Proto;
    private static readonly ZerobusStreamOptions Json = Proto with { RecordType = RecordType.Json };
    private static readonly ZerobusStreamOptions Avro =
        Proto with { RecordType = RecordType.Avro, AvroSchema = "{\"type\":\"long\"}" };

    [Fact]
    public void Create_OfEachType_IsTheContractsMessage()
    {
        var proto = EphemeralStreamRequest.Parser.ParseFrom(FirstMessage.Create(Proto)).CreateStream;
        var json = EphemeralStreamRequest.Parser.ParseFrom(FirstMessage.Create(Json)).CreateStream;
        var avro = PersistentStreamRequest.Parser.ParseFrom(FirstMessage.Create(Avro)).CreateStream;

        Assert.Equal(
            new CreateIngestStreamRequest
            {
                TableName = Proto.Table.FullName,
                DescriptorProto = ByteString.CopyFrom(Proto.DescriptorProto.Span),
                RecordType = Contract.RecordType.Proto,
            },
            proto);
        Assert.Equal(
            new CreateIngestStreamRequest { TableName = Proto.Table.FullName, RecordType = Contract.RecordType.Json }, json);
        Assert.Equal(
            new CreateIngestStreamRequest
            {
                TableName = Proto.Table.FullName,
                RecordType = Contract.RecordType.Avro,
                AvroSchemaJson = Avro.AvroSchema,
            },
            avro);
    }

    [Fact]
    public void Resume_OfEachType_IsTheContractsMessage()
    {
        var proto = PersistentStreamRequest.Parser.ParseFrom(FirstMessage.Resume(Proto, "id")).ResumeStream;
        var json = PersistentStreamRequest.Parser.ParseFrom(FirstMessage.Resume(Json, "id")).ResumeStream;

        Assert.Equal(
            new ResumeStreamRequest
            {
                StreamId = "id",
                DescriptorProto = ByteString.CopyFrom(Proto.DescriptorProto.Span),
                RecordType = Contract.RecordType.Proto,
            },
            proto);
        Assert.Equal(new ResumeStreamRequest { StreamId = "id", RecordType = Contract.RecordType.Json }, json);
    }

    [Fact]
    public void Read_EachResponse_IsWhatTheContractSays()
    {
        var created = new CreateIngestStreamResponse { StreamId = "s-1" };
        var ack = new IngestRecordResponse { DurabilityAckUpToOffset = 1L << 40 };
        var signal = new CloseStreamSignal { Duration = new Duration { Seconds = 60, Nanos = 500 } };
        foreach (var isPersistent in new[] { false, true })
        {
            var messages = isPersistent
                ? new IMessage[]
                {
                    new PersistentStreamResponse { CreateStreamResponse = created },
                    new PersistentStreamResponse { IngestRecordResponse = ack },
                    new PersistentStreamResponse { CloseStreamSignal = signal },
                    new PersistentStreamResponse { IngestRecordResponse = new IngestRecordResponse() },
                    new PersistentStreamResponse { CloseStreamSignal = new CloseStreamSignal() },
                    new PersistentStreamResponse(),
                }
                :
                [
                    new EphemeralStreamResponse { CreateStreamResponse = created },
                    new EphemeralStreamResponse { IngestRecordResponse = ack },
                    new EphemeralStreamResponse { CloseStreamSignal = signal },
                    new EphemeralStreamResponse { IngestRecordResponse = new IngestRecordResponse() },
                    new EphemeralStreamResponse { CloseStreamSignal = new CloseStreamSignal() },
                    new EphemeralStreamResponse(),
                ];
            var read = messages.Select(message => ServiceMessage.Read(message.ToByteArray(), isPersistent)).ToList();

            Assert.Equal((ServiceMessageKind.Created, "s-1"), (read[0].Kind, read[0].StreamId));
            Assert.Equal((ServiceMessageKind.Ack, 1L << 40), (read[1].Kind, read[1].UpTo));
            Assert.Equal((ServiceMessageKind.CloseSignal, new RemoteDuration(60, 500)), (read[2].Kind, read[2].Notice));
            Assert.Equal((ServiceMessageKind.Ack, null), (read[3].Kind, read[3].UpTo));
            Assert.Equal((ServiceMessageKind.CloseSignal, null), (read[4].Kind, read[4].Notice));
            Assert.Equal(ServiceMessageKind.Unknown, read[5].Kind);
        }

        var resumed = new PersistentStreamResponse { ResumeStreamResponse = new() { LastCommittedOffset = 7 } };
        var atStart = new PersistentStreamResponse { ResumeStreamResponse = new() { LastCommittedOffset = -1 } };
        Assert.Equal(7, ServiceMessage.Read(resumed.ToByteArray(), isPersistent: true).UpTo);
        Assert.Equal(-1, ServiceMessage.Read(atStart.ToByteArray(), isPersistent: true).UpTo);
        Assert.Equal(ServiceMessageKind.Resumed, ServiceMessage.Read(atStart.ToByteArray(), isPersistent: true).Kind);
    }

    [Fact]
    public void Read_FieldsThatItDoesNotKnow_AreSkipped()
    {
        // The last offset id, which the contract has reserved, and a field of the future.
        byte[] bytes = [0x0a, 0x05, 0x0a, 0x01, (byte)'s', 0x10, 0x07, 0x7a, 0x01, 0x00];

        var read = ServiceMessage.Read(bytes, isPersistent: false);

        Assert.Equal((ServiceMessageKind.Created, "s"), (read.Kind, read.StreamId));
    }

    [Fact]
    public void Read_BytesOfChance_IsAMessageOrTheErrorOfProtobuf()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(24)];
            random.NextBytes(bytes);
            // Most begin like a response.
            if (bytes.Length > 1 && i % 4 > 0)
            {
                bytes[0] = (byte)(((1 + random.Next(4)) << 3) | 2);
                bytes[1] = (byte)(bytes.Length - 2);
            }

            Exception? ours = null;
            Exception? generated = null;
            try
            {
                ServiceMessage.Read(bytes, isPersistent: i % 2 == 0);
            }
            catch (InvalidProtocolBufferException e)
            {
                ours = e;
            }

            try
            {
                if (i % 2 == 0) PersistentStreamResponse.Parser.ParseFrom(bytes);
                else EphemeralStreamResponse.Parser.ParseFrom(bytes);
            }
            catch (InvalidProtocolBufferException e)
            {
                generated = e;
            }

            // The generated classes read more than the client needs, and so refuse more.
            if (generated is null) Assert.Null(ours);
        }
    }
}
