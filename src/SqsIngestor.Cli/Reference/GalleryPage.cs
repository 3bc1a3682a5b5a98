using SqsIngestor.Cli.Init;

namespace SqsIngestor.Cli.Reference;

/// <summary>docs/reference/gallery.md, from the shapes of <c>init</c>.</summary>
internal static class GalleryPage
{
    public static string Body() =>
        """
        `sqs-ingestor init --shape NAME` writes a project with one of these mappings. Each is tested with its sample event. The
        values of the samples are invented.


        """
        + MarkdownTable.Write(
            ["shape", "messages", "what the mapping does", "how they come into the queue"],
            GalleryShape.All.Select(shape => (string[])
            [
                $"[`{shape.Name}`](../../mappings/gallery/{shape.Name}/mapping.yaml)", shape.Title, shape.Summary, shape.Sender,
            ]));
}
