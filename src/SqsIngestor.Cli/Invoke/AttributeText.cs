using SqsIngestor.Cli.Errors;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Cli.Invoke;

/// <summary>Reads <c>name=type:value</c>.</summary>
internal static class AttributeText
{
    /// <exception cref="CliException">The text has another form, or the value of a Binary is not base64.</exception>
    public static MessageAttributeValue Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var colon = text.IndexOf(':', equals + 1);
        if (equals < 0 || colon < 0)
        {
            // The rest may be the value.
            throw Wrong(
                equals > 0 ? text[..equals] : "",
                "Write name=type:value, for example color=String:red, count=Number.int:7 or key=Binary:AQI=.");
        }
        var (name, type, value) = (text[..equals], text[(equals + 1)..colon], text[(colon + 1)..]);
        if (type.Split('.')[0] != "Binary") return MessageAttributeValue.OfText(name, type, value);
        try
        {
            return new MessageAttributeValue(name, type, Convert.FromBase64String(value));
        }
        catch (FormatException)
        {
            throw Wrong(name, "The value of a Binary is base64.");
        }
    }

    private static CliException Wrong(string what, string why) =>
        CliErrors.AttributeInvalid.Because($"--attribute{(what.Length > 0 ? $" '{what}'" : "")} is invalid. {why}");
}
