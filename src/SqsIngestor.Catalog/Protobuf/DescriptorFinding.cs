namespace SqsIngestor.Catalog.Protobuf;

/// <summary>A difference between a descriptor and a table.</summary>
/// <param name="Code">The stable name, one of <see cref="DescriptorFindings"/>.</param>
/// <param name="Path">
/// The column and what is inside it: fields after points, <c>element</c> for an ARRAY's elements, <c>key</c> and
/// <c>value</c> for a MAP's entries. Empty for the whole message.
/// </param>
/// <param name="Message">The actual and the expected declaration.</param>
public sealed record DescriptorFinding(string Code, string Path, string Message)
{
    /// <summary>The finding on one line.</summary>
    public override string ToString() => Path.Length == 0 ? $"{Code}: {Message}" : $"{Code}: {Path}: {Message}";
}
