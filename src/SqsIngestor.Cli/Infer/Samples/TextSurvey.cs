namespace SqsIngestor.Cli.Infer.Samples;

/// <summary>Counts what says that the bodies are text, and not JSON.</summary>
internal sealed class TextSurvey
{
    private long _texts;
    private long _broken;
    private long _scalars;
    private long _enveloped;

    /// <summary>The screen that reads text in envelopes.</summary>
    public static Screen Screen { get; } = new(ShapeSurvey.Envelopes, Screen.Text);

    /// <summary>What the first body that is not JSON may be; null for nothing known.</summary>
    public string? Guess { get; private set; }

    /// <summary>How many bodies are JSON objects or arrays.</summary>
    public long Documents { get; private set; }

    /// <summary>Adds a body that is JSON.</summary>
    public void AddJson(ScreenedBody body)
    {
        if (body.Envelopes.Count > 0) _enveloped++;
        // A number, a bool or null can be a text that looks like one.
        if (body.Documents.Any(document => document.AsSpan().TrimStart() is ['{' or '[', ..])) Documents++;
        else _scalars++;
    }

    /// <summary>Adds a body that is not JSON.</summary>
    public void AddOther(string body)
    {
        if (Screen.Run([body]) is not [{ Documents: [var text] } screened]) return;
        if (screened.Envelopes.Count > 0) _enveloped++;
        if (_texts + _broken == 0) Guess = PayloadGuess.Of(text, screened.Envelopes);
        if (JsonLook.IsBroken(text)) _broken++;
        else _texts++;
    }

    /// <summary>
    /// Whether the bodies are text: none is JSON, or those that are look like it by chance, or most are text. JSON that is cut
    /// off, or has a mistake, says nothing.
    /// </summary>
    /// <param name="messages">All messages.</param>
    /// <param name="knowsBodies">Whether the files say where a body ends.</param>
    public bool AreTexts(long messages, bool knowsBodies)
    {
        var isJson = _scalars + Documents > 0;
        return (knowsBodies || _enveloped == messages)
            && _texts + _broken + _scalars + Documents == messages
            && (!isJson || (_texts > 0 && (Documents == 0 || _texts > messages / 2)));
    }
}
