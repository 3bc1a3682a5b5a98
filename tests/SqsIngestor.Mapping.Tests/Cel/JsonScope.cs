using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Cel;
using SqsIngestor.Mapping.Cel.Values;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Tests.Cel;

/// <summary>
/// Variables from the members of a JSON object, read as a mapping reads a message: the tape holds nothing but what the
/// program says it depends on.
/// </summary>
internal sealed class JsonScope : ICelScope
{
    private readonly JsonTape _tape = new();
    private readonly int[] _slots;

    public JsonScope(CelProgram program, string json)
    {
        var trie = new PathTrie();
        foreach (var dependency in program.Dependencies)
        {
            var place = trie.Member(dependency.Root);
            foreach (var step in dependency.Steps)
            {
                place = step.Name is null ? place.Element(step.Index) : place.Member(step.Name);
            }
            place.Whole |= dependency.Whole;
            dependency.Slot = place.Slot;
        }
        trie.Freeze();
        _slots = new int[trie.SlotCount];
        Array.Fill(_slots, -1);
        var source = Encoding.UTF8.GetBytes(json);
        _tape.Reset(source);
        var reader = new Utf8JsonReader(source, new JsonReaderOptions { MaxDepth = 1000 });
        reader.Read();
        new JsonTapeReader(_tape, _slots, 0).Read(ref reader, trie);
    }

    public CelValue Load(CelDependency dependency, CelContext context)
    {
        var node = _slots[dependency.Slot];
        return node < 0 ? CelValue.Missing : CelJson.Read(_tape, node, context);
    }
}
