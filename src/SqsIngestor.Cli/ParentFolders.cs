namespace SqsIngestor.Cli;

/// <summary>The folders above a file, of which some were created for it.</summary>
internal sealed class ParentFolders
{
    private readonly List<string> _created = [];

    private ParentFolders()
    {
    }

    /// <summary>Creates the folders that are missing.</summary>
    /// <exception cref="IOException">One of them cannot be created; none is left.</exception>
    /// <exception cref="UnauthorizedAccessException">One of them may not be created; none is left.</exception>
    public static ParentFolders Create(string file)
    {
        var folders = new ParentFolders();
        var parent = Path.GetDirectoryName(Path.GetFullPath(file));
        for (var each = parent; each is not null && !Directory.Exists(each); each = Path.GetDirectoryName(each))
        {
            folders._created.Add(each);
        }

        try
        {
            if (parent is not null) Directory.CreateDirectory(parent);
        }
        catch
        {
            folders.Remove();
            throw;
        }

        return folders;
    }

    /// <summary>Removes the folders that were created and have nothing in them.</summary>
    public void Remove()
    {
        // The innermost comes first.
        foreach (var folder in _created)
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return;
            }
        }
    }
}
