using SqsIngestor.Catalog.Sql;

namespace SqsIngestor.Catalog.Types;

/// <summary>A Delta type. Equal types are equal values, comments and field names included.</summary>
public abstract record DeltaType
{
    /// <summary>What kind of type this is.</summary>
    public abstract DeltaKind Kind { get; }

    /// <summary>Reads a type as SQL and the catalog's <c>type_text</c> write it.</summary>
    /// <param name="text">For instance <c>map&lt;string,struct&lt;a:int&gt;&gt;</c>.</param>
    /// <exception cref="SqlSyntaxException">The text is not one whole type.</exception>
    public static DeltaType Parse(string text) => DeltaTypeParser.Parse(text);

    /// <summary>The catalog's <c>type_text</c>: lower case, no spaces.</summary>
    public string ToTypeText() => TypeTextWriter.Write(this, TypeTextStyle.Catalog);

    /// <summary>The type as a DDL statement has it, on one line.</summary>
    public sealed override string ToString() => TypeTextWriter.Write(this, TypeTextStyle.Sql);
}
