using System.Text;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Paths;

namespace SqsIngestor.Mapping.Records;

/// <summary>
/// A path below the body to values that a rescued column leaves out wherever they are: every value of a name that an object has
/// twice, and this part of every element of an exploded array. A path of a column finds one value only.
/// </summary>
internal sealed class ExcludedPath
{
    private readonly (byte[]? Name, long? Position)[] _steps;

    /// <param name="steps">The steps to the value, or to the array whose elements have it.</param>
    /// <param name="belowElement">The steps from each element of the array; null if there is no such array.</param>
    public ExcludedPath(IEnumerable<PathStep> steps, IEnumerable<PathStep>? belowElement)
    {
        var all = steps.Select(Step);
        _steps = belowElement is null ? [.. all] : [.. all, (null, null), .. belowElement.Select(Step)];
    }

    /// <summary>Finds the values below a value.</summary>
    public void Find(JsonTape tape, int node, ExcludedValues found) => Find(tape, node, 0, found);

    private void Find(JsonTape tape, int node, int step, ExcludedValues found)
    {
        if (step == _steps.Length)
        {
            found.Add(node);
            return;
        }
        var (name, position) = _steps[step];
        var kind = tape[node].Kind;
        if (name is not null)
        {
            if (kind != JsonKind.Object) return;
            for (int key = node + 1, end = tape[node].End; key < end; key = tape[key + 1].End)
            {
                if (JsonText.NameEquals(tape.Raw(key), tape[key].Escaped, name)) Find(tape, key + 1, step + 1, found);
            }
        }
        else if (position is { } index)
        {
            if (kind == JsonKind.Array && index == (int)index && tape.TryGetElement(node, (int)index, out var element))
                Find(tape, element, step + 1, found);
        }
        else if (kind == JsonKind.Array)
        {
            for (int element = node + 1, end = tape[node].End; element < end; element = tape[element].End)
                Find(tape, element, step + 1, found);
        }
        else
        {
            // Some formats have a single value instead of an array of one.
            Find(tape, node, step + 1, found);
        }
    }

    private static (byte[]? Name, long? Position) Step(PathStep step) =>
        step.Name is null ? (null, step.Index) : (Encoding.UTF8.GetBytes(step.Name), null);
}
