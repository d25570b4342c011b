using Microsoft.Build.Framework;
using Unikraft.Build.Origins;
using Unikraft.Build.Projects;
using TaskItem = Microsoft.Build.Utilities.TaskItem;

namespace Unikraft.Sdk.Tasks;

/// <summary>Carries an archive of an origin from one task to another: types of the engine must not cross that border.</summary>
internal static class OriginItems
{
    /// <summary>Writes an archive as an item.</summary>
    public static ITaskItem Of(OriginArchive archive) => new TaskItem(archive.Path, new Dictionary<string, string>
    {
        ["Origin"] = archive.Origin.Name,
        ["Sha256"] = archive.Candidate.Sha256,
        ["Root"] = archive.Root,
    });

    /// <summary>Finds the archive of a library's only origin; null when it has none, or when the archive was not obtained.</summary>
    public static OriginArchive? Find(Microlibrary library, IEnumerable<ITaskItem> archives) =>
        (from origin in library.Origins
         from item in archives
         where item.GetMetadata("Origin") == origin.Name
         from candidate in origin.Candidates
         where candidate.Sha256 == item.GetMetadata("Sha256")
         select new OriginArchive(origin, candidate, item.ItemSpec, item.GetMetadata("Root"))).FirstOrDefault();
}
