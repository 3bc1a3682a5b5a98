using Google.Protobuf;

namespace SqsIngestor.Tests.Shared;

/// <summary>Writes records field by field, wrong ones included: the oracle is protobuf's own writer.</summary>
internal sealed class RecordWriter : IDisposable
{
    private readonly MemoryStream _bytes = new();
    private readonly CodedOutputStream _output;

    public RecordWriter() => _output = new CodedOutputStream(_bytes, leaveOpen: true);

    public static byte[] Write(Action<RecordWriter> write)
    {
        using var writer = new RecordWriter();
        write(writer);
        writer._output.Flush();
        return writer._bytes.ToArray();
    }

    public RecordWriter Text(int field, string value)
    {
        _output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        _output.WriteString(value);
        return this;
    }

    public RecordWriter Bytes(int field, byte[] value)
    {
        _output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        _output.WriteBytes(ByteString.CopyFrom(value));
        return this;
    }

    public RecordWriter Message(int field, Action<RecordWriter> write) => Bytes(field, Write(write));

    public RecordWriter Number(int field, long value)
    {
        _output.WriteTag(field, WireFormat.WireType.Varint);
        _output.WriteInt64(value);
        return this;
    }

    public RecordWriter Double(int field, double value)
    {
        _output.WriteTag(field, WireFormat.WireType.Fixed64);
        _output.WriteDouble(value);
        return this;
    }

    public RecordWriter Float(int field, float value)
    {
        _output.WriteTag(field, WireFormat.WireType.Fixed32);
        _output.WriteFloat(value);
        return this;
    }

    public void Dispose()
    {
        _output.Dispose();
        _bytes.Dispose();
    }
}
