using System.Globalization;
using SqsIngestor.Cli.Infer.Evidence;
using SqsIngestor.Cli.Infer.Output;
using SqsIngestor.Cli.Infer.Samples;

namespace SqsIngestor.Cli.Infer.Against;

/// <summary>Counts the members of the envelopes that a mapping removes and takes no value of.</summary>
/// <param name="mapping">The mapping.</param>
internal sealed class EnvelopeGaps(WideMapping mapping)
{
    private readonly Dictionary<string, long> _samples = [];

    /// <summary>Adds the envelopes around a body; null for none.</summary>
    public void Add(string? body)
    {
        if (mapping.Envelopes.Count == 0 || body is null) return;
        foreach (var (word, name) in ShapeSurvey.EnvelopeMembers(body).Where(member => mapping.Envelopes.Contains(member.Word)))
        {
            var path = YamlText.Member(EnvelopeMember.PathOf(word), name);
            if (IsRead(EnvelopeMember.PathOf(word), path, name)) continue;
            if (_samples.Count < ValueEvidence.MostMembers || _samples.ContainsKey(path))
                _samples[path] = _samples.GetValueOrDefault(path) + 1;
        }
    }

    /// <summary>A note for each of the members.</summary>
    /// <param name="of">The number of samples.</param>
    public IEnumerable<TableGap> ToList(long of) => _samples.Select(
        each => new TableGap(
            GapKind.Note, each.Key,
            string.Create(CultureInfo.InvariantCulture, $"{each.Value} of {of} samples have it, and no column takes it"), null,
            null));

    private bool IsRead(string whole, string path, string name) =>
        mapping.Names(whole) || mapping.Names(path) || mapping.ReadsBelow(path) || mapping.Uses(path, name);
}
