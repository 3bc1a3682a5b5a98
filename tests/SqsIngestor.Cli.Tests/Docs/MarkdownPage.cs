using System.Globalization;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace SqsIngestor.Cli.Tests.Docs;

/// <summary>The links and the headings of a Markdown text, as GitHub shows it.</summary>
internal sealed partial class MarkdownPage(string text)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    private readonly MarkdownDocument _document = Markdown.Parse(text, Pipeline);

    /// <summary>Targets of links, images, definitions of references, and of HTML tags.</summary>
    public IEnumerable<string> Links() =>
        _document.Descendants().SelectMany(static node => node switch
        {
            LinkInline { Url: { } url } => [url],
            LinkReferenceDefinition { Url: { } url } => [url],
            HtmlInline html => Attributes(html.Tag),
            HtmlBlock html => Attributes(html.Lines.ToString()),
            _ => (IEnumerable<string>)[],
        });

    /// <summary>The texts between backticks; blocks of code are not among them.</summary>
    public IEnumerable<string> CodeSpans() => _document.Descendants<CodeInline>().Select(static code => code.Content);

    /// <summary>References, as <c>[text][name]</c>, that no line defines; GitHub shows them as plain text.</summary>
    public IEnumerable<string> UndefinedReferences() =>
        _document.Descendants<LeafBlock>().Where(static block => block.Inline is not null)
            .SelectMany(static block => Reference().Matches(PlainText(block.Inline!))).Select(static match => match.Value);

    /// <summary>
    /// The anchors of headings: lower case, no punctuation, hyphens for spaces, and a number for those seen before.
    /// </summary>
    public IEnumerable<string> Anchors()
    {
        var seen = new Dictionary<string, int>();
        foreach (var heading in _document.Descendants<HeadingBlock>())
        {
            var anchor = Punctuation().Replace(PlainText(heading.Inline!).Trim().ToLowerInvariant(), "").Replace(' ', '-');
            var count = seen[anchor] = seen.GetValueOrDefault(anchor, -1) + 1;
            yield return count == 0 ? anchor : string.Create(CultureInfo.InvariantCulture, $"{anchor}-{count}");
        }
    }

    private static string PlainText(ContainerInline inline) => string.Concat(inline.Descendants().Select(PlainText));

    private static string PlainText(MarkdownObject node) => node switch
    {
        LiteralInline literal => literal.Content.ToString(),
        // The start of what could have been a link.
        LinkDelimiterInline delimiter => delimiter.ToLiteral(),
        // Code shows its text; a reference in code is not one.
        CodeInline code => code.Content.Replace('[', '('),
        _ => "",
    };

    private static IEnumerable<string> Attributes(string html) =>
        Target().Matches(html).Select(static match => match.Groups["target"].Value);

    [GeneratedRegex("\\b(href|src)\\s*=\\s*[\"'](?<target>[^\"']*)[\"']", RegexOptions.IgnoreCase)]
    private static partial Regex Target();

    [GeneratedRegex(@"\[[^\]]+\]\[[^\]]*\]")]
    private static partial Regex Reference();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();
}
