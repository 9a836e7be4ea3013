#include "support/faulty_vfs.h"

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include <sqlite3.h>

namespace azen::test {

/// What is registered with SQLite, and the orders that its files look at.
struct FaultyDisk {
    sqlite3_vfs vfs{};
    sqlite3_vfs* real = nullptr;
    std::atomic<bool> is_protected = false;

    std::mutex mutex;
    std::optional<FileFault> fault;
    long passing = 0;
    long failing = 0;
    long failures = 0;
    WriteCache cache;
    std::function<void()> after_each;  // empty: no cache is kept

    /// Whether the present call fails, if `candidate` is what is to go wrong.
    bool strikes(FileFault candidate)
    {
        const std::scoped_lock lock{mutex};
        if (fault != candidate || failures >= failing || passing-- > 0) {
            return false;
        }
        ++failures;
        return true;
    }
};

namespace {

/// A file as SQLite sees it; the real one lies behind it in the same block.
struct FaultyFile {
    sqlite3_file base;
    FaultyDisk* disk;
    const char* cached_as;  // the name in the disk's cache; nullptr: it goes past it

    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

FaultyFile& faulty(sqlite3_file* file)
{
    return *reinterpret_cast<FaultyFile*>(file);
}

FaultyDisk& disk_of(sqlite3_vfs* vfs)
{
    return *static_cast<FaultyDisk*>(vfs->pAppData);
}

/// The same call of the real file, by the member of its table.
template <typename Member, typename... Arguments>
auto pass_on(sqlite3_file* file, Member member, Arguments... arguments)
{
    sqlite3_file* const real = faulty(file).real();
    return (real->pMethods->*member)(real, arguments...);
}

std::string content_of(sqlite3_file* file)
{
    sqlite3_int64 size = 0;
    pass_on(file, &sqlite3_io_methods::xFileSize, &size);
    std::string content(static_cast<std::size_t>(size), '\0');
    pass_on(file, &sqlite3_io_methods::xRead, content.data(), static_cast<int>(size), 0);
    return content;
}

/// Does what the cache, and whoever watches it, has to know of.
template <typename Note, typename Call>
int through_cache(sqlite3_file* file, Note note, Call call)
{
    FaultyFile& of = faulty(file);
    if (of.cached_as == nullptr) {
        return call();
    }
    {
        const std::scoped_lock lock{of.disk->mutex};
        note(of.disk->cache, std::string{of.cached_as});
    }
    const int status = call();
    of.disk->after_each();
    return status;
}

int close(sqlite3_file* file)
{
    return pass_on(file, &sqlite3_io_methods::xClose);
}

int read(sqlite3_file* file, void* into, int length, sqlite3_int64 at)
{
    return faulty(file).disk->strikes(FileFault::read_error)
               ? SQLITE_IOERR_READ
               : pass_on(file, &sqlite3_io_methods::xRead, into, length, at);
}

int write(sqlite3_file* file, const void* from, int length, sqlite3_int64 at)
{
    FaultyDisk& disk = *faulty(file).disk;
    if (disk.strikes(FileFault::disk_full)) {
        return SQLITE_FULL;
    }
    if (disk.strikes(FileFault::write_error)) {
        return SQLITE_IOERR_WRITE;
    }
    if (disk.strikes(FileFault::short_write)) {
        pass_on(file, &sqlite3_io_methods::xWrite, from, length / 2, at);
        return SQLITE_IOERR_WRITE;
    }
    return through_cache(
        file,
        [&](WriteCache& cache, const std::string& name) {
            cache.write(name,
                        content_of(file),
                        at,
                        {static_cast<const char*>(from), static_cast<std::size_t>(length)});
        },
        [&] { return pass_on(file, &sqlite3_io_methods::xWrite, from, length, at); });
}

int truncate(sqlite3_file* file, sqlite3_int64 size)
{
    if (faulty(file).disk->strikes(FileFault::truncate_error)) {
        return SQLITE_IOERR_TRUNCATE;
    }
    return through_cache(
        file,
        [&](WriteCache& cache, const std::string& name) {
            cache.truncate(name, content_of(file), size);
        },
        [&] { return pass_on(file, &sqlite3_io_methods::xTruncate, size); });
}

int sync(sqlite3_file* file, int flags)
{
    if (faulty(file).disk->strikes(FileFault::sync_error)) {
        return SQLITE_IOERR_FSYNC;
    }
    return through_cache(
        file,
        [&](WriteCache& cache, const std::string& name) { cache.sync(name); },
        [&] { return pass_on(file, &sqlite3_io_methods::xSync, flags); });
}

int file_size(sqlite3_file* file, sqlite3_int64* size)
{
    return pass_on(file, &sqlite3_io_methods::xFileSize, size);
}

int lock(sqlite3_file* file, int level)
{
    return pass_on(file, &sqlite3_io_methods::xLock, level);
}

int unlock(sqlite3_file* file, int level)
{
    return pass_on(file, &sqlite3_io_methods::xUnlock, level);
}

int check_reserved_lock(sqlite3_file* file, int* held)
{
    return pass_on(file, &sqlite3_io_methods::xCheckReservedLock, held);
}

int file_control(sqlite3_file* file, int operation, void* argument)
{
    return pass_on(file, &sqlite3_io_methods::xFileControl, operation, argument);
}

int sector_size(sqlite3_file* file)
{
    return pass_on(file, &sqlite3_io_methods::xSectorSize);
}

int device_characteristics(sqlite3_file* file)
{
    return pass_on(file, &sqlite3_io_methods::xDeviceCharacteristics);
}

int shm_map(sqlite3_file* file, int page, int size, int extend, volatile void** memory)
{
    return pass_on(file, &sqlite3_io_methods::xShmMap, page, size, extend, memory);
}

int shm_lock(sqlite3_file* file, int offset, int count, int flags)
{
    const bool takes = (flags & SQLITE_SHM_LOCK) != 0;
    return takes && faulty(file).disk->strikes(FileFault::lock_error)
               ? SQLITE_IOERR_SHMLOCK
               : pass_on(file, &sqlite3_io_methods::xShmLock, offset, count, flags);
}

void shm_barrier(sqlite3_file* file)
{
    pass_on(file, &sqlite3_io_methods::xShmBarrier);
}

int shm_unmap(sqlite3_file* file, int remove)
{
    return pass_on(file, &sqlite3_io_methods::xShmUnmap, remove);
}

int fetch(sqlite3_file* file, sqlite3_int64 at, int length, void** page)
{
    return pass_on(file, &sqlite3_io_methods::xFetch, at, length, page);
}

int unfetch(sqlite3_file* file, sqlite3_int64 at, void* page)
{
    return pass_on(file, &sqlite3_io_methods::xUnfetch, at, page);
}

constexpr sqlite3_io_methods faulty_methods{.iVersion = 3,
                                            .xClose = close,
                                            .xRead = read,
                                            .xWrite = write,
                                            .xTruncate = truncate,
                                            .xSync = sync,
                                            .xFileSize = file_size,
                                            .xLock = lock,
                                            .xUnlock = unlock,
                                            .xCheckReservedLock = check_reserved_lock,
                                            .xFileControl = file_control,
                                            .xSectorSize = sector_size,
                                            .xDeviceCharacteristics = device_characteristics,
                                            .xShmMap = shm_map,
                                            .xShmLock = shm_lock,
                                            .xShmBarrier = shm_barrier,
                                            .xShmUnmap = shm_unmap,
                                            .xFetch = fetch,
                                            .xUnfetch = unfetch};

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* opened_as)
{
    FaultyDisk& disk = disk_of(vfs);
    FaultyFile& opened = faulty(file);
    opened.disk = &disk;
    const bool is_kept = (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) != 0;
    opened.cached_as = disk.after_each && is_kept ? name : nullptr;
    const bool is_main = (flags & SQLITE_OPEN_MAIN_DB) != 0;
    if (disk.is_protected && is_main) {
        flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
    }
    const int status = disk.real->xOpen(disk.real, name, opened.real(), flags, opened_as);
    opened.base.pMethods = opened.real()->pMethods == nullptr ? nullptr : &faulty_methods;
    return status;
}

}  // namespace

FaultyVfs::FaultyVfs() : disk_{std::make_unique<FaultyDisk>()}
{
    disk_->real = sqlite3_vfs_find(nullptr);
    disk_->vfs = *disk_->real;
    disk_->vfs.szOsFile += static_cast<int>(sizeof(FaultyFile));
    disk_->vfs.zName = "faulty";
    disk_->vfs.pAppData = disk_.get();
    disk_->vfs.xOpen = open;
    sqlite3_vfs_register(&disk_->vfs, 1);
}

FaultyVfs::~FaultyVfs()
{
    sqlite3_vfs_unregister(&disk_->vfs);
}

void FaultyVfs::fail(FileFault fault, long passing, long failing)
{
    const std::scoped_lock lock{disk_->mutex};
    disk_->fault = fault;
    disk_->passing = passing;
    disk_->failing = failing;
    disk_->failures = 0;
}

void FaultyVfs::heal()
{
    const std::scoped_lock lock{disk_->mutex};
    disk_->fault.reset();
}

long FaultyVfs::failures() const
{
    const std::scoped_lock lock{disk_->mutex};
    return disk_->failures;
}

void FaultyVfs::keep_cache(std::function<void()> after_each)
{
    disk_->after_each = std::move(after_each);
}

void FaultyVfs::lose_power(const std::filesystem::path& into,
                           WriteCache::Luck luck,
                           std::mt19937& random)
{
    const std::scoped_lock lock{disk_->mutex};
    disk_->cache.lose_power(into, luck, random);
}

void FaultyVfs::protect_files()
{
    disk_->is_protected = true;
}

}  // namespace azen::test
