using System.Text.Json;

namespace SqsIngestor.Emulator.Lambda.EventSource;

/// <summary>
/// A partial batch response as Lambda reads it. Many mistakes mean success, and the messages are lost; others
/// mean complete failure.
/// </summary>
/// <param name="FailedIds">The ids in the response.</param>
/// <param name="Fault">Why the response is a complete failure, or null.</param>
/// <param name="Note">The meaning of the response, as text for people.</param>
internal sealed record ReceivedBatchResponse(IReadOnlySet<string> FailedIds, string? Fault, string Note)
{
    private const string Key = "batchItemFailures";
    private const string ItemKey = "itemIdentifier";

    public static ReceivedBatchResponse Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.IsEmpty) return Nothing("the response is empty");
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return ReadRoot(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape that is half a surrogate pair.
            return Failed("the response is not JSON");
        }
    }

    private static ReceivedBatchResponse ReadRoot(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return Nothing("the response is not an object, so it names no failure");
        if (!root.TryGetProperty(Key, out var failures)) return Nothing($"the response has no {Key} in exactly this spelling");
        if (failures.ValueKind == JsonValueKind.Null) return Nothing($"{Key} is null");
        if (failures.ValueKind != JsonValueKind.Array) return Failed($"{Key} is not an array");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var failure in failures.EnumerateArray())
        {
            if (failure.ValueKind != JsonValueKind.Object || !failure.TryGetProperty(ItemKey, out var id))
            {
                return Failed($"an item has no {ItemKey} in exactly this spelling");
            }
            if (id.ValueKind != JsonValueKind.String || id.GetString() is not { Length: > 0 } text)
            {
                return Failed($"an {ItemKey} is empty");
            }
            ids.Add(text);
        }

        return ids.Count == 0 ? Nothing($"{Key} is empty") : new ReceivedBatchResponse(ids, null, $"{Key} names {ids.Count}");
    }

    private static ReceivedBatchResponse Nothing(string note) => new(new HashSet<string>(), null, note);

    private static ReceivedBatchResponse Failed(string fault) => new(new HashSet<string>(), fault, fault);
}
