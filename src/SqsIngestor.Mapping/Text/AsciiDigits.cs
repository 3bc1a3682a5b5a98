namespace SqsIngestor.Mapping.Text;

/// <summary>Numbers of a fixed width, such as the parts of a date.</summary>
internal static class AsciiDigits
{
    /// <summary>Reads a text of digits only.</summary>
    /// <param name="text">At most nine bytes; what is longer may overflow.</param>
    /// <param name="value">The number; 0 for an empty text.</param>
    /// <returns>False if it holds anything but digits.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var b in text)
        {
            if (!char.IsAsciiDigit((char)b)) return false;
            value = (value * 10) + b - '0';
        }
        return true;
    }
}
