using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Scalars.Json;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Quarantine;

/// <summary>The table of messages that cannot become rows. Its columns are fixed: descriptors/quarantine.sql.</summary>
/// <param name="target">Index into <see cref="MappingPlan.Targets"/>.</param>
/// <param name="maxBody">The most bytes of a body that are kept.</param>
internal sealed class QuarantineTable(int target, int maxBody)
{
    /// <summary>The name of its message.</summary>
    public const string MessageName = "table_quarantine";

    private enum Field
    {
        MessageId = 1,
        QueueArn,
        ReceiveCount,
        TableName,
        Code,
        ColumnName,
        Pointer,
        Body,
        BodyTruncated,
        QuarantinedAt,
    }

    /// <summary>Number of the field that holds a timestamp.</summary>
    public const int TimeField = (int)Field.QuarantinedAt;

    public int Target => target;

    public static byte[] DescriptorProto { get; } = BuildDescriptor().ToByteArray();

    public void Write(RecordError error, EncodeContext context, RecordWriter writer)
    {
        Text(Field.MessageId, context.Message.MessageId, writer);
        Text(Field.QueueArn, context.Message.QueueArn, writer);
        Number(Field.ReceiveCount, context.Message.ReceiveCount, writer);
        Text(Field.TableName, Encoding.UTF8.GetBytes(error.Table), writer);
        Text(Field.Code, Encoding.UTF8.GetBytes(error.Code.ToText()), writer);
        Text(Field.ColumnName, Encoding.UTF8.GetBytes(error.Column), writer);
        Text(Field.Pointer, Encoding.UTF8.GetBytes(error.Pointer), writer);
        WriteBody(context.Message.Value(MessageSlots.Body), writer);
        Number(Field.QuarantinedAt, context.Invocation.IngestMicroseconds, writer);
    }

    /// <summary>The body's text, or the event's text if the body is not well-formed; cut between two characters.</summary>
    private void WriteBody(SourceValue body, RecordWriter writer)
    {
        if (body.Kind != ValueKind.String || !JsonText.IsValidUtf8(body.Text)) return;
        writer.WriteVarint(WireFormat.MakeTag((int)Field.Body, WireFormat.WireType.LengthDelimited));
        var mark = writer.BeginLength();
        var start = writer.Position;
        var isJson = JsonString.IsWellFormed(body.Text);
        // The message may have failed because it needs too much memory, so its body is never unescaped as a whole.
        var text = body.Text;
        while (!text.IsEmpty && writer.Position - start <= maxBody)
        {
            var piece = JsonText.FirstPiece(text);
            var room = writer.Reserve(piece);
            var length = piece;
            if (isJson) JsonText.TryUnescape(text[..piece], room, out length);
            else text[..piece].CopyTo(room);
            writer.Position += length;
            text = text[piece..];
        }
        var isTruncated = writer.Position - start > maxBody;
        if (isTruncated)
        {
            var kept = writer.WrittenSpan[start..];
            var end = maxBody;
            while (end > 0 && (kept[end] & 0xC0) == 0x80) end--;
            writer.Position = start + end;
        }
        writer.EndLength(mark);
        Number(Field.BodyTruncated, isTruncated ? 1 : 0, writer);
    }

    private static void Text(Field field, ReadOnlySpan<byte> text, RecordWriter writer)
    {
        if (text.IsEmpty || !JsonText.IsValidUtf8(text)) return;
        writer.WriteVarint(WireFormat.MakeTag((int)field, WireFormat.WireType.LengthDelimited));
        writer.WriteLengthDelimited(text);
    }

    private static void Number(Field field, long value, RecordWriter writer)
    {
        writer.WriteVarint(WireFormat.MakeTag((int)field, WireFormat.WireType.Varint));
        writer.WriteVarint(unchecked((ulong)value));
    }

    private static DescriptorProto BuildDescriptor()
    {
        var message = new DescriptorProto { Name = MessageName };
        Add(Field.MessageId, "message_id", FieldDescriptorProto.Types.Type.String);
        Add(Field.QueueArn, "queue_arn", FieldDescriptorProto.Types.Type.String);
        Add(Field.ReceiveCount, "receive_count", FieldDescriptorProto.Types.Type.Int32);
        Add(Field.TableName, "table_name", FieldDescriptorProto.Types.Type.String);
        Add(Field.Code, "code", FieldDescriptorProto.Types.Type.String);
        Add(Field.ColumnName, "column_name", FieldDescriptorProto.Types.Type.String);
        Add(Field.Pointer, "pointer", FieldDescriptorProto.Types.Type.String);
        Add(Field.Body, "body", FieldDescriptorProto.Types.Type.String);
        Add(Field.BodyTruncated, "body_truncated", FieldDescriptorProto.Types.Type.Bool);
        Add(Field.QuarantinedAt, "quarantined_at", FieldDescriptorProto.Types.Type.Int64);
        return message;

        void Add(Field field, string name, FieldDescriptorProto.Types.Type type) => message.Field.Add(new FieldDescriptorProto
        {
            Name = name,
            Number = (int)field,
            Type = type,
            Label = FieldDescriptorProto.Types.Label.Optional,
        });
    }
}
