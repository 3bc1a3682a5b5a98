namespace SqsIngestor.Mapping.Cel;

/// <summary>One step of a path that is known before any message: a member, or an element from 0.</summary>
/// <param name="Name">The member's name; null for an element.</param>
/// <param name="Index">The element's position, 0 to 2,147,483,647; 0 for a member.</param>
internal readonly record struct CelPathStep(string? Name, int Index)
{
    public override string ToString() => Name is null ? $"[{Index}]" : $".{Name}";
}
