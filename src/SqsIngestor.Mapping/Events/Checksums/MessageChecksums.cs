#pragma warning disable CA5351 // MD5 is what SQS computes; it guards against damage, not against people.
using System.Security.Cryptography;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Events.Checksums;

/// <summary>
/// Compares the body and the attributes of messages with the MD5 sums of the event. A message without a sum passes.
/// </summary>
internal sealed class MessageChecksums(ChecksumPlan plan)
{
    private readonly PayloadBuffer _buffer = new();
    private readonly AttributeBytes _attributes = new();

    /// <summary>The checksums of the message that was verified last.</summary>
    public MessageWarnings Warnings { get; private set; }

    /// <summary>The error of a sum that differs and whose policy is fail.</summary>
    public RecordErrorCode Verify(SourceMessage message)
    {
        Warnings = MessageWarnings.None;
        if (plan.Body != ChecksumPolicy.Off && IsGiven(message.Value(plan.BodySumSlot)) && !IsBodySound(message))
        {
            if (plan.Body == ChecksumPolicy.Fail) return RecordErrorCode.Md5OfBody;
            Warnings |= MessageWarnings.Md5OfBody;
        }
        if (plan.Attributes != ChecksumPolicy.Off
            && IsGiven(message.Value(plan.AttributesSumSlot))
            && !AreAttributesSound(message))
        {
            if (plan.Attributes == ChecksumPolicy.Fail) return RecordErrorCode.Md5OfMessageAttributes;
            Warnings |= MessageWarnings.Md5OfMessageAttributes;
        }
        return RecordErrorCode.None;
    }

    private static bool IsGiven(SourceValue sum) =>
        sum.Kind is not (ValueKind.Missing or ValueKind.Null) && (sum.Kind != ValueKind.String || !sum.Text.IsEmpty);

    private bool IsBodySound(SourceMessage message)
    {
        var body = message.Value(MessageSlots.Body);
        var sum = message.Value(plan.BodySumSlot);
        if (body.Kind != ValueKind.String) return false;
        if (!body.Escaped) return HasSum(body.Text, sum);
        _buffer.Length = 0;
        return JsonText.TryUnescape(body.Text, _buffer.Reserve(body.Text.Length), out var length)
            && HasSum(_buffer.Bytes.AsSpan(0, length), sum);
    }

    private bool AreAttributesSound(SourceMessage message)
    {
        _buffer.Length = 0;
        return _attributes.TryWrite(message.Value(plan.AttributesSlot), _buffer)
            && HasSum(_buffer.Written, message.Value(plan.AttributesSumSlot));
    }

    private static bool HasSum(ReadOnlySpan<byte> bytes, SourceValue sum)
    {
        if (sum.Kind != ValueKind.String || sum.Text.Length != MD5.HashSizeInBytes * 2) return false;
        Span<byte> expected = stackalloc byte[MD5.HashSizeInBytes];
        Span<byte> actual = stackalloc byte[MD5.HashSizeInBytes];
        if (Convert.FromHexString(sum.Text, expected, out _, out _) != System.Buffers.OperationStatus.Done) return false;
        MD5.HashData(bytes, actual);
        return actual.SequenceEqual(expected);
    }
}

/// <summary>The problem of a message that its mapping accepts. The host counts and logs it.</summary>
[Flags]
public enum MessageWarnings
{
    /// <summary>No problem.</summary>
    None = 0,

    /// <summary>The body does not have the MD5 that the event gives.</summary>
    Md5OfBody = 1,

    /// <summary>The message attributes do not have the MD5 that the event gives.</summary>
    Md5OfMessageAttributes = 2,
}
