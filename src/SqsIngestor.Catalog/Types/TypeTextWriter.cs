using System.Text;

namespace SqsIngestor.Catalog.Types;

/// <summary>Writes a type as SQL. Parsing the text gives the same type, unless the type is unknown.</summary>
internal static class TypeTextWriter
{
    public static string Write(DeltaType type, TypeTextStyle style)
    {
        var text = new StringBuilder();
        Append(text, type, style);
        return text.ToString();
    }

    private static void Append(StringBuilder text, DeltaType type, TypeTextStyle style)
    {
        if (type is UnknownType unknown)
        {
            text.Append(unknown.Text);
            return;
        }

        var comma = style == TypeTextStyle.Sql ? ", " : ",";
        text.Append(Word(TypeNames.Of(type.Kind).Sql, style));
        switch (type)
        {
            case DecimalType number:
                text.Append('(').Append(number.Precision).Append(',').Append(number.Scale).Append(')');
                break;
            case VarcharType varchar:
                text.Append('(').Append(varchar.Length).Append(')');
                break;
            case CharType fixedLength:
                text.Append('(').Append(fixedLength.Length).Append(')');
                break;
            case CollatedStringType collated:
                text.Append(' ').Append(Word("COLLATE", style)).Append(' ').Append(SqlText.Name(collated.Collation));
                break;
            case IntervalType interval:
                text.Append(' ').Append(Word(interval.Qualifier, style));
                break;
            case SpatialType spatial:
                text.Append('(').Append(Word(spatial.Reference, style)).Append(')');
                break;
            case ArrayType array:
                text.Append('<');
                Append(text, array.Element, style);
                text.Append('>');
                break;
            case MapType map:
                text.Append('<');
                Append(text, map.Key, style);
                text.Append(comma);
                Append(text, map.Value, style);
                text.Append('>');
                break;
            case StructType structure:
                text.Append('<');
                for (var i = 0; i < structure.Fields.Count; i++)
                {
                    if (i > 0) text.Append(comma);
                    AppendField(text, structure.Fields[i], style);
                }

                text.Append('>');
                break;
        }
    }

    private static void AppendField(StringBuilder text, StructField field, TypeTextStyle style)
    {
        text.Append(SqlText.Name(field.Name)).Append(style == TypeTextStyle.Sql ? ": " : ":");
        Append(text, field.Type, style);
        if (!field.Nullable) text.Append(' ').Append(Word("NOT NULL", style));
        if (field.Comment is not null)
        {
            text.Append(' ').Append(Word("COMMENT", style)).Append(' ').Append(SqlText.Literal(field.Comment));
        }
    }

    private static string Word(string word, TypeTextStyle style) =>
        style == TypeTextStyle.Sql ? word : word.ToLowerInvariant();
}

internal enum TypeTextStyle
{
    /// <summary>Capitals and spaces, as in a DDL statement.</summary>
    Sql,

    /// <summary>Lower case without spaces, as in <c>type_text</c>.</summary>
    Catalog,
}
