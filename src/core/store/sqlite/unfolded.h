#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace azen::sqlite {

/// Which of many things differ from their rows in the database, so that folding need not look for
/// them. Each thing carries a Mark. For one thread at a time.
///
/// A fold takes the list and writes what is on it, a slice at a time, while requests go on. What
/// changes meanwhile joins the list of the next fold: marks tell the two lists apart.
template <typename Id>
class Unfolded {
public:
    enum class Mark : std::uint8_t { none, even, odd };

    /// The thing has changed; gives its new mark.
    Mark add(Mark mark, const Id& id)
    {
        if (mark != current_) {
            ids_.push_back(id);
        }
        return current_;
    }

    /// The list, for a fold. The fold before it must have written all of its own.
    std::vector<Id> take()
    {
        current_ = current_ == Mark::even ? Mark::odd : Mark::even;
        return std::exchange(ids_, {});
    }

    /// The thing has been written, as it is now; gives its new mark.
    Mark written(Mark mark) const { return mark == current_ ? current_ : Mark::none; }

    std::size_t size() const { return ids_.size(); }
    const std::vector<Id>& ids() const { return ids_; }
    void clear() { ids_ = {}; }

private:
    std::vector<Id> ids_;
    Mark current_ = Mark::even;
};

}  // namespace azen::sqlite
