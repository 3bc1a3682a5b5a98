namespace SqsIngestor.Catalog.Types;

internal enum TypeTextStyle
{
    /// <summary>Capitals and spaces, as in a DDL statement.</summary>
    Sql,

    /// <summary>Lower case without spaces, as in <c>type_text</c>.</summary>
    Catalog,
}
