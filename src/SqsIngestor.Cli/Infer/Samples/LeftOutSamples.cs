namespace SqsIngestor.Cli.Infer.Samples;

/// <summary>The messages that the function could not read.</summary>
/// <param name="Code">Their record error.</param>
/// <param name="Count">How many there are.</param>
/// <param name="First">The place of the first one.</param>
internal sealed record RefusedSamples(string Code, long Count, string First);

/// <summary>The messages that make no table.</summary>
internal sealed class LeftOutSamples
{
    private readonly HashSet<long> _messages = [];
    private readonly List<RefusedSamples> _byCode = [];
    private readonly HashSet<long> _nulls = [];
    private readonly EnvelopeCount _envelopesOfNulls = new(keepsValues: false);
    private string? _firstNull;

    /// <summary>How many there are.</summary>
    public long Count => _messages.Count;

    /// <summary>Their record errors, in the order in which they came.</summary>
    public IReadOnlyList<RefusedSamples> ByCode => _byCode;

    /// <summary>Whether a message is one of them.</summary>
    /// <param name="ordinal">The number of messages before it.</param>
    public bool Contains(long ordinal) => _messages.Contains(ordinal);

    /// <summary>Leaves out a message.</summary>
    /// <param name="ordinal">The number of messages before it.</param>
    /// <param name="code">Its record error.</param>
    /// <param name="place">Its place.</param>
    public void Add(long ordinal, string code, string place)
    {
        _messages.Add(ordinal);
        var at = _byCode.FindIndex(refused => refused.Code == code);
        if (at < 0) _byCode.Add(new RefusedSamples(code, 1, place));
        else _byCode[at] = _byCode[at] with { Count = _byCode[at].Count + 1 };
    }

    /// <summary>Remembers a message whose body is null: it is left out only if the others make columns below the body.</summary>
    /// <param name="ordinal">The number of messages before it.</param>
    /// <param name="envelopes">Its envelopes.</param>
    /// <param name="place">Its place.</param>
    public void AddNull(long ordinal, ScreenedBody envelopes, string place)
    {
        _nulls.Add(ordinal);
        _envelopesOfNulls.Add(envelopes);
        _firstNull ??= place;
    }

    /// <summary>Leaves out the messages whose body is null.</summary>
    /// <param name="code">The record error with which columns below the body refuse them.</param>
    /// <param name="envelopes">Loses the envelopes of these messages.</param>
    public void AddNulls(string code, EnvelopeCount envelopes)
    {
        if (_nulls.Count == 0) return;
        _messages.UnionWith(_nulls);
        envelopes.Remove(_envelopesOfNulls);
        _byCode.Add(new RefusedSamples(code, _nulls.Count, _firstNull!));
    }
}
