namespace SqsIngestor.Catalog.Protobuf;

/// <summary>One thing in which a descriptor and a table disagree.</summary>
/// <param name="Code">A stable name, for instance <c>unknown_column</c>.</param>
/// <param name="Path">
/// The column and what is inside it: fields after points, <c>element</c> for an ARRAY's elements, <c>key</c> and
/// <c>value</c> for a MAP's entries. Empty for the whole message.
/// </param>
/// <param name="Message">What is there, what is needed, what to do.</param>
public sealed record DescriptorFinding(string Code, string Path, string Message)
{
    /// <summary>The finding on one line.</summary>
    public override string ToString() => Path.Length == 0 ? $"{Code}: {Message}" : $"{Code}: {Path}: {Message}";
}
