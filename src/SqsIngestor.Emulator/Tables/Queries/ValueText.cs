using System.Collections;
using System.Globalization;
using System.Text;

namespace SqsIngestor.Emulator.Tables.Queries;

/// <summary>Values as text for people.</summary>
public static class ValueText
{
    /// <summary>
    /// The value as text: NULL; text as it is, quoted inside lists, maps and structs; bytes with what is not printable ASCII as
    /// <c>\xNN</c>; times in RFC 3339, with a Z if they are UTC.
    /// </summary>
    /// <param name="value">A value of a <see cref="QueryResult"/>.</param>
    public static string Of(object? value)
    {
        if (value is string text) return text;
        var builder = new StringBuilder();
        Append(builder, value);
        return builder.ToString();
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("NULL");
                break;
            case string quoted:
                text.Append('\'').Append(quoted.Replace("'", "''", StringComparison.Ordinal)).Append('\'');
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case byte[] bytes:
                AppendBytes(text, bytes);
                break;
            case DateOnly date:
                text.Append(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset instant:
                text.Append(instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture))
                    .Append('Z');
                break;
            case DateTime wallClock:
                text.Append(wallClock.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));
                break;
            case TimeOnly time:
                text.Append(time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));
                break;
            case OrderedDictionary<string, object?> structure:
                AppendPairs(text, structure, quoteKeys: false);
                break;
            case OrderedDictionary<object, object?> map:
                AppendPairs(text, map, quoteKeys: true);
                break;
            case object?[] list:
                AppendList(text, list);
                break;
            default:
                text.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void AppendBytes(StringBuilder text, byte[] bytes)
    {
        foreach (var value in bytes)
        {
            if (value is >= 0x20 and < 0x7F and not (byte)'\\')
            {
                text.Append((char)value);
            }
            else
            {
                text.Append("\\x").Append(value.ToString("X2", CultureInfo.InvariantCulture));
            }
        }
    }

    private static void AppendPairs(StringBuilder text, IDictionary pairs, bool quoteKeys)
    {
        var separator = "";
        text.Append('{');
        foreach (DictionaryEntry pair in pairs)
        {
            text.Append(separator);
            separator = ", ";
            if (quoteKeys)
            {
                Append(text, pair.Key);
            }
            else
            {
                text.Append((string)pair.Key);
            }

            text.Append(": ");
            Append(text, pair.Value);
        }

        text.Append('}');
    }

    private static void AppendList(StringBuilder text, object?[] list)
    {
        text.Append('[');
        for (var i = 0; i < list.Length; i++)
        {
            if (i > 0) text.Append(", ");
            Append(text, list[i]);
        }

        text.Append(']');
    }
}
