using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>What the data of a record is.</summary>
internal enum KinesisData : byte
{
    /// <summary>A JSON document.</summary>
    Json,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Bytes, which stay base64.</summary>
    Base64,
}

/// <summary>The values of <c>data</c>.</summary>
internal static class KinesisDataForms
{
    public static readonly Keywords<KinesisData> Words = new(
        ("json", KinesisData.Json, "The data is a JSON document."),
        ("text", KinesisData.Text, "The data is text."),
        ("base64", KinesisData.Base64, "The data is any bytes, and stays base64."));
}
